using System.Runtime.InteropServices;

namespace FunctionsPipeline.Articles.Lint.Sentences;

/// <summary>Goes through a text sentence by sentence, counting as it goes. One pass, nothing allocated.</summary>
internal ref struct SentenceReader(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public Sentence Current { get; private set; }

    public readonly SentenceReader GetEnumerator() => this;

    public bool MoveNext()
    {
        int words = 0,
            syllables = 0;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (char.IsLetterOrDigit(c))
            {
                words++;
                syllables += ReadWord();
                continue;
            }
            _at++;
            // A dot inside "e.g. this" or "3.5" ends nothing: a sentence ends before a space, and the next begins large.
            if (c is '.' or '!' or '?' or '\u2026' && words > 0 && EndsAt(_text, _at))
                break;
        }
        Current = new Sentence(words, syllables);
        return words > 0;
    }

    /// <summary>Does a sentence end before this place, behind a mark that may end one?</summary>
    public static bool EndsAt(ReadOnlySpan<char> text, int next)
    {
        while (next < text.Length && text[next] is '"' or '\u201D' or ')' or '\u2019' or '\'')
            next++;
        if (next >= text.Length)
            return true;
        if (!char.IsWhiteSpace(text[next]))
            return false;
        while (next < text.Length && !char.IsLetterOrDigit(text[next]))
            next++;
        return next >= text.Length || !char.IsLower(text[next]);
    }

    /// <summary>
    /// Goes behind the word. Its syllables are its groups of vowels, less a silent e at the end; at least one.
    /// </summary>
    private int ReadWord()
    {
        int groups = 0,
            inVowels = 0;
        var start = _at;
        char c;
        do
        {
            // Without a branch: whether the next letter is a vowel cannot be foretold.
            var vowel = IsVowel(_text[_at]);
            groups += vowel & ~inVowels;
            inVowels = vowel;
            _at++;
        } while (_at < _text.Length && (char.IsLetterOrDigit(c = _text[_at]) || c is '\'' or '\u2019' or '-'));
        if (groups > 1 && _at - start > 2 && (_text[_at - 1] | 0x20) is 'e' && (_text[_at - 2] | 0x20) is not 'l')
            groups--;
        return Math.Max(groups, 1);
    }

    /// <summary>1 for a vowel, 0 for anything else.</summary>
    private static int IsVowel(char c)
    {
        const int Vowels =
            (1 << ('a' - 'a'))
            | (1 << ('e' - 'a'))
            | (1 << ('i' - 'a'))
            | (1 << ('o' - 'a'))
            | (1 << ('u' - 'a'))
            | (1 << ('y' - 'a'));
        var letter = (uint)((c | 0x20) - 'a');
        return letter < 26 ? (Vowels >> (int)letter) & 1 : 0;
    }
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct Sentence(int Words, int Syllables);
