using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Cli.Migrate.WordPress;

/// <summary>
/// Writes the text of a post as plain HTML: blocks without their comments, shortcodes carried out, and the paragraphs that
/// the classic editor leaves to blank lines.
/// </summary>
internal sealed partial class WordPressContent(WxrItem item, string file, MediaLibrary library, MigrationReport report)
{
    /// <summary>Characters. Shortcodes are looked for again and again; no post is as long.</summary>
    private const int MostContent = 5_000_000;

    public string ToHtml()
    {
        var html = item.Content;
        if (html.Length > MostContent)
        {
            NotCarried("It is too long for its blocks and shortcodes to be carried out; they were read as text.", null);
            return html;
        }
        if (!html.Contains("<!-- wp:", StringComparison.Ordinal))
            return Paragraphs.From(new Shortcodes(library, item.Id, NotCarried).Apply(html));
        html = BlockWithoutContent().Replace(html, WithoutContent);
        return new Shortcodes(library, item.Id, NotCarried).Apply(html);
    }

    /// <summary>Blocks whose content WordPress makes when it shows them: the export has none of it.</summary>
    private string WithoutContent(Match block)
    {
        var name = block.Groups["name"].Value;
        switch (name)
        {
            case "footnotes":
                return Footnotes();
            case "more" or "nextpage" or "spacer" or "separator" or "paragraph":
                return "";
            case "embed" or "core-embed" when AddressIn(block.Groups["attributes"].Value) is { } address:
                return $"<div class=\"wp-block-embed__wrapper\">{WebUtility.HtmlEncode(address)}</div>";
            default:
                NotCarried($"The block '{name}' makes its content when it is shown; it was left out.", block.Index);
                return "";
        }
    }

    /// <summary>The block's notes stand beside the text, as JSON.</summary>
    private string Footnotes()
    {
        if (!item.Meta.TryGetValue("footnotes", out var json) || json.Length == 0)
            return "";
        try
        {
            using var notes = JsonDocument.Parse(json);
            var list = new StringBuilder("<ol class=\"wp-block-footnotes\">");
            foreach (var note in notes.RootElement.EnumerateArray())
                list.Append(
                    CultureInfo.InvariantCulture,
                    $"<li id=\"{WebUtility.HtmlEncode(note.GetProperty("id").GetString())}\">{note.GetProperty("content").GetString()}</li>"
                );
            return list.Append("</ol>").ToString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            NotCarried("The footnotes cannot be read; they were left out.", null);
            return "";
        }
    }

    private void NotCarried(string what, int? position)
    {
        var line = position is { } at
            ? item.ContentLine + item.Content.AsSpan(0, Math.Min(at, item.Content.Length)).Count('\n')
            : item.Line;
        report.Add(file, line, what);
    }

    private static string? AddressIn(string attributes) =>
        Address().Match(attributes) is { Success: true } match
            ? Regex.Unescape(match.Groups["url"].Value.Replace("\\/", "/", StringComparison.Ordinal))
            : null;

    [GeneratedRegex(
        @"<!--\s+wp:(?<name>[a-z][a-z0-9_/-]*)\s+(?<attributes>\{[^>]*\}\s+)?/-->",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline
    )]
    private static partial Regex BlockWithoutContent();

    [GeneratedRegex(@"""url""\s*:\s*""(?<url>[^""]+)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
