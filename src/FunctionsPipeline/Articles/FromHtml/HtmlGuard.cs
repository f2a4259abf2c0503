using System.Buffers;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>
/// Estimates what a tree of HTML would take, in one pass over the text: a parser looks back over all open elements for each
/// tag, so that elements inside elements take quadratic time.
/// </summary>
internal static class HtmlGuard
{
    private const int MostTags = 2_000_000;
    private const int MostOpen = 5_000;

    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\n\f/>");

    /// <summary>Elements that are never closed, or that the next of their kind closes.</summary>
    private static readonly HashSet<string> Open = new(StringComparer.OrdinalIgnoreCase)
    {
        "area",
        "base",
        "br",
        "col",
        "dd",
        "dt",
        "embed",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
        "param",
        "source",
        "td",
        "th",
        "tr",
        "track",
        "wbr",
    };

    /// <returns>Why the text is not parsed; null if it can be.</returns>
    public static string? Refusal(string html)
    {
        var (tags, open) = (0, 0);
        var rest = html.AsSpan();
        while (rest.IndexOf('<') is >= 0 and var at)
        {
            rest = rest[(at + 1)..];
            if (++tags > MostTags)
                return "it holds more tags than a post has";
            if (rest.IsEmpty)
                break;
            if (rest[0] == '/')
                open = Math.Max(0, open - 1);
            else if (char.IsAsciiLetter(rest[0]))
            {
                var end = rest.IndexOfAny(NameEnds);
                if (!Open.GetAlternateLookup<ReadOnlySpan<char>>().Contains(end < 0 ? rest : rest[..end]))
                    open++;
            }
            if (open > MostOpen)
                return "its elements are nested thousands of levels deep";
        }
        return null;
    }
}
