using System.Buffers;
using System.Globalization;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Reading;

/// <summary>
/// What no article needs and what would hold up everybody else's: a Markdown parser takes quadratic time on some of it.
/// </summary>
public static class ArticleLimits
{
    /// <summary>Bytes of one file: twenty times a long book chapter.</summary>
    public const long MaxBytes = 10 * 1024 * 1024;

    /// <summary>Characters of one line.</summary>
    private const int MaxLine = 1_000_000;

    /// <summary>Brackets in one paragraph: each may open a link, and each that stays open is tried again by the next.</summary>
    private const int MaxBracketsInParagraph = 2_000;

    /// <summary>Lines that define a link, as in <c>[1]: https://…</c>.</summary>
    private const int MaxDefinitions = 5_000;

    private static readonly SearchValues<char> Brackets = SearchValues.Create("[]\n");

    public static Finding TooLarge(long bytes) => new(
        "too-large",
        Severity.Error,
        string.Create(CultureInfo.InvariantCulture, $"The file has {bytes / (1024.0 * 1024):0.#} MB; an article may have {MaxBytes / (1024 * 1024)}."),
        "Split it into several articles, and keep pictures in files of their own beside it.");

    /// <summary>The first limit that the text breaks, or null. Linear time.</summary>
    internal static Finding? Check(string text, int lineOffset)
    {
        int line = 1, lineStart = 0, brackets = 0, definitions = 0, at = 0;
        var span = text.AsSpan();
        while (true)
        {
            var next = span[at..].IndexOfAny(Brackets);
            var stop = next < 0 ? span.Length : at + next;
            if (stop - lineStart > MaxLine)
                return Broken("line-too-long", "This line has more than a million characters.", "Break it into paragraphs.", line + lineOffset);
            if (next < 0)
                return null;
            if (span[stop] == '\n')
            {
                if (span[lineStart..stop].IsWhiteSpace())
                    brackets = 0;
                line++;
                lineStart = stop + 1;
            }
            else
            {
                if (++brackets > MaxBracketsInParagraph && span[stop] == '[')
                    return Broken("too-many-brackets", "This paragraph has more than a thousand links or brackets.", "Break it up with blank lines.", line + lineOffset);
                if (stop == lineStart && ++definitions > MaxDefinitions)
                    return Broken("too-many-definitions", "The article defines more than 5,000 links.", "Split it into several articles.", line + lineOffset);
            }
            at = stop + 1;
        }
    }

    private static Finding Broken(string rule, string message, string mend, int line) => new(rule, Severity.Error, message, mend, line);
}
