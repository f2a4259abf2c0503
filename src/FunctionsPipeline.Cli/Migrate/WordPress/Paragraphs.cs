using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Cli.Migrate.WordPress;

/// <summary>
/// The classic editor leaves paragraphs to blank lines and line breaks to line ends, as long as no element says otherwise.
/// </summary>
internal static partial class Paragraphs
{
    public static string From(string text)
    {
        var html = new StringBuilder(text.Length + (text.Length / 8));
        var at = 0;
        foreach (Match kept in Kept().Matches(text))
        {
            Append(html, text[at..kept.Index]);
            html.Append('\n').Append(kept.Value).Append('\n');
            at = kept.Index + kept.Length;
        }
        Append(html, text[at..]);
        return html.ToString();
    }

    private static void Append(StringBuilder html, string text)
    {
        foreach (var part in BlankLines().Split(text))
        {
            var trimmed = part.Trim('\n', '\r', ' ', '\t');
            if (trimmed.Length == 0)
                html.Append(part.Count('\n') == 0 ? "" : "\n");
            else if (Block().IsMatch(trimmed))
                html.Append(BesideBlocks(trimmed)).Append('\n');
            else
                html.Append("<p>").Append(trimmed.Replace("\n", "<br>\n", StringComparison.Ordinal)).Append("</p>\n");
        }
    }

    /// <summary>Line ends beside the tags of blocks are none of the text.</summary>
    private static string BesideBlocks(string part) =>
        string.Join(
            '\n',
            part.Split('\n').Select(l => Block().IsMatch(l) || l.TrimEnd().EndsWith('>') ? l : l + "<br>")
        );

    [GeneratedRegex(
        @"<pre\b.*?</pre\s*>|<script\b.*?</script\s*>|<style\b.*?</style\s*>|<table\b.*?</table\s*>|<ul\b.*?</ul\s*>|<ol\b.*?</ol\s*>|<dl\b.*?</dl\s*>",
        RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.IgnoreCase
    )]
    private static partial Regex Kept();

    [GeneratedRegex(@"\n[ \t\r]*\n\s*", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex BlankLines();

    [GeneratedRegex(
        @"</?(p|div|h[1-6]|blockquote|figure|figcaption|section|article|aside|header|footer|details|summary|hr|form|address|center|iframe|video|audio|object|li|tr|td|th)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Block();
}
