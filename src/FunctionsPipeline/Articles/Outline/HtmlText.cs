using System.Net;
using System.Text;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>The words that stand in raw HTML. Not a parser and no sanitizer: what it returns is text and is escaped as text.</summary>
internal static class HtmlText
{
    /// <summary>The first tag's name in small letters; empty for a comment and for what is no tag.</summary>
    public static string TagOf(ReadOnlySpan<char> html)
    {
        if (html.Length < 2 || html[0] != '<')
            return "";
        var start = html[1] == '/' ? 2 : 1;
        var end = start;
        while (end < html.Length && char.IsAsciiLetterOrDigit(html[end]))
            end++;
        return html[start..end].ToString().ToLowerInvariant();
    }

    /// <summary>Without tags, comments, scripts and styles; entities resolved, spaces collapsed.</summary>
    public static string WordsOf(string html)
    {
        var words = new StringBuilder(html.Length);
        var at = 0;
        while (at < html.Length)
        {
            var open = html.IndexOf('<', at);
            if (open < 0)
            {
                words.Append(html, at, html.Length - at);
                break;
            }
            words.Append(html, at, open - at).Append(' ');
            at = EndOf(html, open);
        }
        var text = WebUtility.HtmlDecode(words.ToString());
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static int EndOf(string html, int open)
    {
        var rest = html.AsSpan(open);
        if (rest.StartsWith("<!--", StringComparison.Ordinal))
            return After(html, open, "-->");
        foreach (var name in (ReadOnlySpan<string>)["script", "style", "template", "iframe", "svg"])
        {
            if (rest[1..].StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return After(html, After(html, open, "</" + name) - 1, ">");
        }
        return After(html, open, ">");
    }

    private static int After(string html, int from, string end)
    {
        var at = html.IndexOf(end, Math.Min(from, html.Length), StringComparison.OrdinalIgnoreCase);
        return at < 0 ? html.Length : at + end.Length;
    }
}
