using System.Net;
using System.Text;
using System.Text.Json;

namespace FunctionsPipeline.Cli.Migrate.Ghost;

/// <summary>Writes what Ghost's former editor keeps (Mobiledoc 0.3) as HTML, for posts that the export has no HTML of.</summary>
internal sealed class MobiledocHtml
{
    private readonly StringBuilder _html = new();
    private readonly JsonElement _document;
    private readonly MigrationReport _report;
    private readonly string _where;

    private MobiledocHtml(JsonElement document, MigrationReport report, string where) =>
        (_document, _report, _where) = (document, report, where);

    /// <exception cref="JsonException">It is not JSON.</exception>
    public static string From(string mobiledoc, MigrationReport report, string where)
    {
        using var document = JsonDocument.Parse(mobiledoc);
        var html = new MobiledocHtml(document.RootElement, report, where);
        if (document.RootElement.TryGetProperty("sections", out var sections))
        {
            foreach (var section in sections.EnumerateArray())
                html.AddSection(section);
        }
        return html._html.ToString();
    }

    /// <summary>1: text. 2: a picture. 3: a list. 10: a card.</summary>
    private void AddSection(JsonElement section)
    {
        switch (section[0].GetInt32())
        {
            case 1:
                AddText(section[1].GetString() ?? "p", section[2]);
                break;
            case 2:
                _html.Append("<img src=\"").Append(Encoded(section[1].GetString())).Append("\">");
                break;
            case 3:
                var list = section[1].GetString() == "ol" ? "ol" : "ul";
                _html.Append('<').Append(list).Append('>');
                foreach (var item in section[2].EnumerateArray())
                    AddText("li", item);
                _html.Append("</").Append(list).Append('>');
                break;
            case 10:
                var card = _document.GetProperty("cards")[section[1].GetInt32()];
                _html.Append(CardHtml.Of(card[0].GetString() ?? "", card[1], _report, _where));
                break;
        }
    }

    /// <summary>A marker is its kind, the marks it opens, how many it closes, and its text or its atom.</summary>
    private void AddText(string element, JsonElement markers)
    {
        var open = new Stack<string>();
        _html.Append('<').Append(element).Append('>');
        foreach (var marker in markers.EnumerateArray())
        {
            foreach (var mark in marker[1].EnumerateArray())
                open.Push(Open(_document.GetProperty("markups")[mark.GetInt32()]));
            if (marker[0].GetInt32() == 0)
                _html.Append(Encoded(marker[3].GetString()));
            else
                AddAtom(_document.GetProperty("atoms")[marker[3].GetInt32()]);
            for (var closing = marker[2].GetInt32(); closing > 0 && open.Count > 0; closing--)
                _html.Append("</").Append(open.Pop()).Append('>');
        }
        while (open.TryPop(out var mark))
            _html.Append("</").Append(mark).Append('>');
        _html.Append("</").Append(element).Append('>');
    }

    private string Open(JsonElement markup)
    {
        var name = markup[0].GetString() ?? "span";
        _html.Append('<').Append(name);
        if (markup.GetArrayLength() > 1)
        {
            var attributes = markup[1].EnumerateArray().Select(a => a.ToString()).ToList();
            for (var i = 0; i + 1 < attributes.Count; i += 2)
                _html.Append(' ').Append(attributes[i]).Append("=\"").Append(Encoded(attributes[i + 1])).Append('"');
        }
        _html.Append('>');
        return name;
    }

    private void AddAtom(JsonElement atom) =>
        _html.Append(atom[0].GetString() == "soft-return" ? "<br>" : Encoded(atom[1].GetString()));

    private static string Encoded(string? text) => WebUtility.HtmlEncode(text ?? "");
}
