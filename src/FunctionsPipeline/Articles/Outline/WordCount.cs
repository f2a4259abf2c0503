using System.Globalization;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>
/// Counts words as Unicode parts them (UAX 29): a mark belongs to its letter, an apostrophe inside a word ends none. Scripts
/// without spaces are counted by the usual length of their words; .NET has no dictionaries that would part them.
/// </summary>
internal static class WordCount
{
    /// <summary>Adults read about 230 words of English a minute (Brysbaert 2019).</summary>
    private const int PerMinute = 230;

    /// <summary>Characters of a word, on average, in Chinese and Japanese. Korean has spaces.</summary>
    private const int Ideographs = 2;

    /// <summary>Letters and marks of a word, on average, in Thai, Lao, Khmer and Burmese.</summary>
    private const int Unspaced = 5;

    /// <summary>Minutes to read so many words, at least one: the same on the page, in lists and in mail.</summary>
    public static int Minutes(int words) =>
        Math.Max(1, (int)Math.Round(words / (double)PerMinute, MidpointRounding.AwayFromZero));

    public static int Of(ReadOnlySpan<char> text)
    {
        var (words, ideographs, unspaced) = (0, 0, 0);
        var inWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterOrDigit(c))
            {
                words += inWord ? 0 : 1;
                inWord = true;
            }
            else if (c < '\x80')
            {
                inWord = inWord && (c is '\'' or '-' or '_' || (c is '.' or ',' && IsInside(text, i)));
            }
            else if (c is >= '\u3040' and <= '\u9fff' or >= '\uf900' and <= '\ufaff')
            {
                ideographs++;
                inWord = false;
            }
            else if (IsUnspaced(c))
            {
                unspaced++;
                inWord = false;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                Astral(text[i..], ref words, ref ideographs, ref inWord);
                i++;
            }
            else if (char.IsLetterOrDigit(c))
            {
                words += inWord ? 0 : 1;
                inWord = true;
            }
            else if (!IsMark(c) && !IsJoiner(c))
            {
                inWord = false;
            }
        }
        return words + Parts(ideographs, Ideographs) + Parts(unspaced, Unspaced);
    }

    /// <summary>A full stop or comma inside a number, and a full stop inside a word, as in "example.org" (WB6, WB12).</summary>
    private static bool IsInside(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length
        && (
            char.IsDigit(text[at - 1])
                ? char.IsDigit(text[at + 1])
                : text[at] == '.' && char.IsLetter(text[at - 1]) && char.IsLetter(text[at + 1])
        );

    private static int Parts(int characters, int each) => characters == 0 ? 0 : Math.Max(1, characters / each);

    /// <summary>Rare ideographs and letters beyond U+FFFF; an emoji is no word.</summary>
    private static void Astral(ReadOnlySpan<char> text, ref int words, ref int ideographs, ref bool inWord)
    {
        switch (CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(text[0], text[1])))
        {
            case UnicodeCategory.OtherLetter when text[0] is >= '\uD840' and <= '\uD888':
                ideographs++;
                inWord = false;
                break;
            case UnicodeCategory.UppercaseLetter
            or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber:
                words += inWord ? 0 : 1;
                inWord = true;
                break;
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark:
                break;
            default:
                inWord = false;
                break;
        }
    }

    /// <summary>Thai and Lao, Burmese, Khmer, with their vowel signs and tones.</summary>
    private static bool IsUnspaced(char c) =>
        c is >= '\u0E01' and <= '\u0EFF' or >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF'
        && (char.IsLetter(c) || IsMark(c));

    private static bool IsMark(char c) =>
        char.GetUnicodeCategory(c)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark;

    /// <summary>Apostrophes, hyphens that do not break, soft hyphens and the joiners of Persian and Indic scripts.</summary>
    private static bool IsJoiner(char c) =>
        c is '\u2019' or '\u02BC' or '\u2010' or '\u2011' or '\u00AD' or '\u200C' or '\u200D' or '\u05F3' or '\u05F4';
}
