using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Syndication.Texts;

/// <summary>Text from articles, fit for other people's services.</summary>
internal static class PlainLine
{
    /// <summary>
    /// Without what does not show or reorders what does: control characters, halves of surrogate pairs, bidirectional
    /// overrides, all but a few marks upon one letter. Blanks become one; line breaks stay, at most two in a row.
    /// </summary>
    public static string Clean(string text)
    {
        const int MaxMarks = 8;
        var clean = new StringBuilder(text.Length);
        var (blank, breaks, marks) = (false, 0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n')
            {
                breaks++;
                continue;
            }
            if (Rune.IsWhiteSpace(rune))
            {
                blank = true;
                continue;
            }
            if (Rune.IsControl(rune) || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF)
                continue;
            marks = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
                ? marks + 1
                : 0;
            if (marks > MaxMarks)
                continue;
            if (clean.Length > 0 && (breaks > 0 || blank))
                clean.Append(breaks > 0 ? new string('\n', Math.Min(breaks, 2)) : " ");
            (blank, breaks) = (false, 0);
            clean.Append(rune.ToString());
        }
        return clean.ToString();
    }
}
