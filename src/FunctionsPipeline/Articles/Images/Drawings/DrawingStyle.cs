using System.Buffers;
using System.Text;

namespace FunctionsPipeline.Articles.Images.Drawings;

/// <summary>
/// Reduces CSS to rules of plain selectors and to declarations that only draw. Not a CSS parser: what it does not understand
/// is left out, and a text with an escape or an open comment is left out as a whole.
/// </summary>
internal static class DrawingStyle
{
    private static readonly SearchValues<char> Selectors = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.#,>*+~ \t\r\n"
    );

    /// <param name="lossy">Set if anything was left out.</param>
    public static string Declarations(string css, ref bool lossy)
    {
        var kept = new StringBuilder(css.Length);
        foreach (
            var part in WithoutComments(css, ref lossy)
                .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? "" : part[..colon].TrimEnd().ToLowerInvariant();
            var value = part[(colon + 1)..].Trim();
            if (!DrawingRules.Properties.Contains(name) || !DrawingValues.IsHarmless(value))
                lossy = true;
            else
                kept.Append(kept.Length == 0 ? "" : ";").Append(name).Append(':').Append(value);
        }
        return kept.ToString();
    }

    /// <param name="lossy">Set if anything was left out.</param>
    public static string Rules(string css, ref bool lossy)
    {
        var rest = WithoutComments(css, ref lossy).AsSpan();
        var kept = new StringBuilder(rest.Length);
        while (true)
        {
            var open = rest.IndexOf('{');
            if (open < 0)
            {
                lossy |= !rest.IsWhiteSpace();
                return kept.ToString();
            }
            var selector = rest[..open].Trim();
            var length = rest[(open + 1)..].IndexOfAny('{', '}');
            // A rule inside a rule (@media, @font-face in it) or one that never ends: nothing behind it is sure.
            if (length < 0 || rest[open + 1 + length] == '{')
            {
                lossy = true;
                return kept.ToString();
            }
            if (selector.IsEmpty || selector.ContainsAnyExcept(Selectors))
                lossy = true;
            else if (Declarations(rest.Slice(open + 1, length).ToString(), ref lossy) is { Length: > 0 } declarations)
                kept.Append(selector).Append('{').Append(declarations).Append("}\n");
            rest = rest[(open + length + 2)..];
        }
    }

    private static string WithoutComments(string css, ref bool lossy)
    {
        if (css.Contains('\\'))
        {
            lossy = true;
            return "";
        }
        var plain = new StringBuilder(css.Length);
        for (var at = 0; at < css.Length; )
        {
            var open = css.IndexOf("/*", at, StringComparison.Ordinal);
            plain.Append(css, at, (open < 0 ? css.Length : open) - at);
            if (open < 0)
                break;
            var end = css.IndexOf("*/", open + 2, StringComparison.Ordinal);
            lossy |= end < 0;
            plain.Append(' ');
            at = end < 0 ? css.Length : end + 2;
        }
        return plain.ToString();
    }
}
