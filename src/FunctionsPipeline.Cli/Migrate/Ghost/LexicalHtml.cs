using System.Net;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Cli.Migrate.Source;

namespace FunctionsPipeline.Cli.Migrate.Ghost;

/// <summary>Writes what Ghost's editor keeps (Lexical) as HTML, for posts that the export has no HTML of.</summary>
internal sealed class LexicalHtml
{
    /// <summary>Bits of a text's <c>format</c>, with the elements that say the same.</summary>
    private static readonly (int Bit, string Element)[] Formats =
    [
        (1, "strong"),
        (2, "em"),
        (4, "s"),
        (8, "u"),
        (16, "code"),
        (32, "sub"),
        (64, "sup"),
        (128, "mark"),
    ];

    private readonly StringBuilder _html = new();
    private readonly MigrationReport _report;
    private readonly string _where;

    private LexicalHtml(MigrationReport report, string where) => (_report, _where) = (report, where);

    /// <exception cref="JsonException">It is not JSON.</exception>
    public static string From(string lexical, MigrationReport report, string where)
    {
        using var document = JsonDocument.Parse(lexical);
        var html = new LexicalHtml(report, where);
        if (document.RootElement.TryGetProperty("root", out var root))
            html.AddChildren(root);
        return html._html.ToString();
    }

    private void AddChildren(JsonElement node)
    {
        if (!node.TryGetProperty("children", out var children) || children.ValueKind != JsonValueKind.Array)
            return;
        foreach (var child in children.EnumerateArray())
            Add(child);
    }

    private void Add(JsonElement node)
    {
        switch (node.Text("type"))
        {
            case "text" or "extended-text":
                AddText(node);
                break;
            case "paragraph":
                Around("p", node);
                break;
            case "heading" or "extended-heading":
                Around(node.Text("tag") is { Length: 2 } tag && tag[0] == 'h' ? tag : "h2", node);
                break;
            case "quote" or "extended-quote" or "aside":
                Around("blockquote", node);
                break;
            case "list":
                Around(node.Text("listType") == "number" ? "ol" : "ul", node);
                break;
            case "listitem":
                Around("li", node);
                break;
            case "linebreak":
                _html.Append("<br>");
                break;
            case "horizontalrule":
                _html.Append("<hr>");
                break;
            case "link":
                _html.Append("<a href=\"").Append(Encoded(node.Text("url"))).Append("\">");
                AddChildren(node);
                _html.Append("</a>");
                break;
            default:
                _html.Append(CardHtml.Of(node.Text("type") ?? "", node, _report, _where));
                AddChildren(node);
                break;
        }
    }

    private void Around(string element, JsonElement node)
    {
        _html.Append('<').Append(element).Append('>');
        AddChildren(node);
        _html.Append("</").Append(element).Append('>');
    }

    private void AddText(JsonElement node)
    {
        var format = int.TryParse(node.Text("format"), out var bits) ? bits : 0;
        var elements = Formats.Where(f => (format & f.Bit) != 0).Select(f => f.Element).ToList();
        foreach (var element in elements)
            _html.Append('<').Append(element).Append('>');
        _html.Append(Encoded(node.Text("text")));
        foreach (var element in Enumerable.Reverse(elements))
            _html.Append("</").Append(element).Append('>');
    }

    private static string Encoded(string? text) => WebUtility.HtmlEncode(text ?? "");
}
