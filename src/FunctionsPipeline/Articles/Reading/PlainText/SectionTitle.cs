using System.Buffers;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Articles.Reading.PlainText;

/// <summary>
/// Tells a section's title from prose. Rather leave a title as a paragraph than make prose a heading: readers forgive the
/// first and stumble over the second. The cases are specs in the tests.
/// </summary>
internal static class SectionTitle
{
    private const int MaxCharacters = 90;
    private const int MaxQuestionWords = 14;
    private const int MaxWords = 8;

    /// <summary>Capitals throughout are a title's own sign, so that one may be longer.</summary>
    private const int MaxTitleCaseWords = 16;
    private const int MinTitleCaseWords = 4;
    private const int MaxTitleCaseCharacters = 140;

    /// <summary>Commas and colons of scripts without capitals, where a title ends as its words do.</summary>
    private static readonly SearchValues<char> Commas = SearchValues.Create("\u3001\uFF0C\uFF1A\u060C");

    /// <summary>Could this line be a title, by its own looks?</summary>
    public static bool Fits(TextBlock block)
    {
        var text = block.Text;
        if (!block.Alone || text.Length > MaxTitleCaseCharacters || block.Words == 0 || SentenceBreaks.InsideOf(text))
            return false;
        var curly = Quotes.Straight(text);
        var first = curly
            .AsSpan(0, curly.IndexOf(' ', StringComparison.Ordinal) is var space && space < 0 ? curly.Length : space)
            .ToString()
            .TrimEnd(',', '?', ':', '!', '.');
        if (IsTitleCase(curly, block.Words))
            return !TitleWords.Asides.Contains(first) && !HoldsAddress(curly) && CountDigits(curly) <= 8;
        if (text.Length > MaxCharacters)
            return false;
        if (text[^1] is '?' or '\uFF1F' or '\u061F')
        {
            if (HasNoCapitals(text[0]))
                return block.Words <= MaxWords;
            return block.Words is >= 3 and <= MaxQuestionWords
                && char.IsUpper(text[text[0] == '\u00BF' ? 1 : 0])
                && TitleWords.Questions.Contains(first.TrimStart('\u00BF'));
        }
        return block.Words <= MaxWords
            && (char.IsUpper(text[0]) || char.IsDigit(text[0]) || HasNoCapitals(text[0]))
            && (char.IsLetterOrDigit(text[^1]) || text[^1] == ')' || IsMark(text[^1]))
            && !HoldsAddress(text)
            && !text.Contains(", ", StringComparison.Ordinal)
            && !text.AsSpan().ContainsAny(Commas)
            && CountDigits(text) <= 4
            && !TitleWords.Sentences.Contains(first)
            && !TitleWords.Asides.Contains(first)
            && !HasVerbOfASentence(curly);
    }

    /// <summary>
    /// "The Limits of What a Roller Can Do": every word begins with a capital or a digit, but for the small ones
    /// inside. A list of names or of parts of an address has commas and no word that joins them.
    /// </summary>
    private static bool IsTitleCase(string text, int words)
    {
        if (
            words is < MinTitleCaseWords or > MaxTitleCaseWords
            || !(char.IsLetterOrDigit(text[^1]) || text[^1] is ')' or '?' or '"' or '\'')
        )
            return false;
        if (
            text.Contains(", ", StringComparison.Ordinal)
            && !text.Contains(", and ", StringComparison.OrdinalIgnoreCase)
            && !text.Contains(", or ", StringComparison.OrdinalIgnoreCase)
        )
            return false;
        var parts = text.Split([' ', '\u00A0', '/'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            var word = parts[i].AsSpan().Trim("\"'()[].,:;?!-\u2013\u2014\u2026");
            if (
                word.Length == 0
                || char.IsUpper(word[0])
                || char.IsDigit(word[0])
                || char.GetUnicodeCategory(word[0]) == System.Globalization.UnicodeCategory.OtherLetter
            )
                continue;
            var opens = i == 0 || parts[i - 1][^1] is ':' or '?' or '!';
            // "iPhone" and "pH" have their capital inside.
            if ((opens || !TitleWords.Small.Contains(word.ToString())) && !word.ContainsAnyInRange('A', 'Z'))
                return false;
        }
        return true;
    }

    /// <summary>A letter of a script without capitals: Chinese, Japanese, Korean, Arabic, Hebrew, Hindi, Thai.</summary>
    private static bool HasNoCapitals(char c) =>
        char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.OtherLetter;

    /// <summary>A vowel sign or tone, with which many words of Hindi and Thai end.</summary>
    private static bool IsMark(char c) =>
        char.GetUnicodeCategory(c)
            is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static bool HoldsAddress(string text) =>
        text.Contains('@')
        || text.Contains("://", StringComparison.Ordinal)
        || text.Contains("www.", StringComparison.OrdinalIgnoreCase);

    /// <summary>"Acupuncture is safe" says something; "Benefits of acupuncture" names something.</summary>
    private static bool HasVerbOfASentence(string text)
    {
        foreach (var word in text.Split(' ').Skip(1))
        {
            if (TitleWords.Verbs.Contains(word))
                return true;
        }
        return false;
    }

    private static int CountDigits(string text)
    {
        var digits = 0;
        foreach (var c in text)
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        return digits;
    }
}
