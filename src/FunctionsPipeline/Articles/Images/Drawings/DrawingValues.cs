using System.Buffers;
using System.Collections.Frozen;

namespace FunctionsPipeline.Articles.Images.Drawings;

/// <summary>
/// Judges the values of attributes and style declarations by what they consist of, not by what they must not hold.
/// </summary>
internal static class DrawingValues
{
    /// <summary>A name of this drawing's own parts.</summary>
    private static readonly SearchValues<char> Names = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:"
    );

    /// <summary>
    /// ASCII of numbers, words, colours, lists and calls. No backslash (CSS writes any character with it), '@', '&lt;',
    /// ':' or ';' — and no '/', which begins comments and paths.
    /// </summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+,#%()'\"! \t\r\n"
    );

    /// <summary>
    /// Functions that compute. Each that fetches (<c>url</c>, <c>image-set</c>, <c>src</c>) or is not known is refused.
    /// </summary>
    private static readonly FrozenSet<string> Functions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "rgb",
        "rgba",
        "hsl",
        "hsla",
        "matrix",
        "translate",
        "scale",
        "rotate",
        "skewX",
        "skewY",
        "translateX",
        "translateY",
        "scaleX",
        "scaleY",
        "calc",
        "rect"
    );

    /// <summary>The id of <c>#id</c>; null for anything else.</summary>
    public static string? OwnPart(string value) =>
        value.Trim() is ['#', .. { Length: > 0 and <= 200 } id] && !id.AsSpan().ContainsAnyExcept(Names) ? id : null;

    public static bool IsName(string value) =>
        value.Length is > 0 and <= 200 && !value.AsSpan().ContainsAnyExcept(Names);

    /// <summary>
    /// True for a value of numbers, words and known functions, whose <c>url(…)</c> name parts of the drawing itself.
    /// </summary>
    public static bool IsHarmless(string value)
    {
        var text = value.AsSpan();
        if (text.ContainsAnyExcept(Plain) || text.Count('"') % 2 != 0 || text.Count('\'') % 2 != 0)
            return false;
        for (int open, at = 0; (open = text[at..].IndexOf('(')) >= 0; at += open + 1)
        {
            // SVG lets spaces stand before a bracket; "url (" is no call in CSS, and nothing to rely on.
            var end = text[..(at + open)].TrimEnd().Length;
            var name = NameBefore(text, end);
            if (
                name.Equals("url", StringComparison.OrdinalIgnoreCase)
                    ? end < at + open || PartIn(text[(at + open + 1)..]) is null
                    : name.Length > 0 && !Functions.Contains(name.ToString())
            )
                return false;
        }
        return true;
    }

    /// <summary>The ids of the drawing's own parts that a harmless value names.</summary>
    public static IEnumerable<string> PartsOf(string value)
    {
        for (
            int open, at = 0;
            (open = value.IndexOf("url(", at, StringComparison.OrdinalIgnoreCase)) >= 0;
            at = open + 4
        )
        {
            if (PartIn(value.AsSpan(open + 4)) is { } id)
                yield return id;
        }
    }

    /// <summary>The id of <c>#id)</c> or <c>"#id")</c>.</summary>
    private static string? PartIn(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(')');
        return end < 0 ? null : OwnPart(text[..end].Trim().Trim("'\"").ToString());
    }

    private static ReadOnlySpan<char> NameBefore(ReadOnlySpan<char> text, int open)
    {
        var start = open;
        while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '-' or '_'))
            start--;
        return text[start..open];
    }
}
