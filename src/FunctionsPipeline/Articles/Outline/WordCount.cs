using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

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
        var count = new Counter();
        for (var at = 0; at < text.Length; )
        {
            if (Block(text[at..], ref count))
                at += CharacterBlock.Length;
            else
                at = OneByOne(text, at, ref count);
        }
        return count.Words + Parts(count.Ideographs, Ideographs) + Parts(count.Unspaced, Unspaced);
    }

    /// <returns>False, and nothing counted, for a block that has to be looked at character by character.</returns>
    private static bool Block(ReadOnlySpan<char> text, ref Counter count)
    {
        var block = CharacterBlock.Read(text);
        if (block.IsForeign)
            return false;
        var letters = block.LettersAndDigits;
        var before = (letters << 1) | (count.IsInWord ? 1UL : 0);
        // A full stop or comma that may stand inside a word; what comes behind the block is not known.
        if ((((block.Of('.') | block.Of(',')) & before) & ((letters >> 1) | (1UL << 63))) != 0)
            return false;
        var words = CharacterBlock.Words(letters, block.Of('\'') | block.Of('-') | block.Of('_'), count.IsInWord);
        count.Words += BitOperations.PopCount(letters & ~((words << 1) | (count.IsInWord ? 1UL : 0)));
        count.IsInWord = words >> 63 != 0;
        return true;
    }

    /// <summary>Goes through a block's length of the text.</summary>
    /// <returns>Where it ended: one character further where a pair would be parted.</returns>
    private static int OneByOne(ReadOnlySpan<char> text, int start, ref Counter count)
    {
        var end = Math.Min(start + CharacterBlock.Length, text.Length);
        var i = start;
        for (; i < end; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterOrDigit(c))
            {
                count.Words += count.IsInWord ? 0 : 1;
                count.IsInWord = true;
            }
            else if (c < '\x80')
            {
                count.IsInWord = count.IsInWord && (c is '\'' or '-' or '_' || (c is '.' or ',' && IsInside(text, i)));
            }
            else if (c is >= '\u3040' and <= '\u9fff' or >= '\uf900' and <= '\ufaff')
            {
                count.Ideographs++;
                count.IsInWord = false;
            }
            else if (IsUnspaced(c))
            {
                count.Unspaced++;
                count.IsInWord = false;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                Astral(text[i..], ref count);
                i++;
            }
            else if (char.IsLetterOrDigit(c))
            {
                count.Words += count.IsInWord ? 0 : 1;
                count.IsInWord = true;
            }
            else if (!IsMark(c) && !IsJoiner(c))
            {
                count.IsInWord = false;
            }
        }
        return i;
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
    private static void Astral(ReadOnlySpan<char> text, ref Counter count)
    {
        switch (CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(text[0], text[1])))
        {
            case UnicodeCategory.OtherLetter when text[0] is >= '\uD840' and <= '\uD888':
                count.Ideographs++;
                count.IsInWord = false;
                break;
            case UnicodeCategory.UppercaseLetter
            or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber:
                count.Words += count.IsInWord ? 0 : 1;
                count.IsInWord = true;
                break;
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark:
                break;
            default:
                count.IsInWord = false;
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

    [StructLayout(LayoutKind.Auto)]
    private struct Counter
    {
        public int Words;
        public int Ideographs;
        public int Unspaced;

        /// <summary>Does the last character belong to a word?</summary>
        public bool IsInWord;
    }
}
