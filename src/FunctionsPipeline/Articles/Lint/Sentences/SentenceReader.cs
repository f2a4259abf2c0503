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
        int words = 0, syllables = 0;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (char.IsLetterOrDigit(c))
            {
                var start = _at;
                while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '\'' or '\u2019' or '-'))
                    _at++;
                words++;
                syllables += SyllablesIn(_text[start.._at]);
                continue;
            }
            _at++;
            // A dot inside "e.g. this" or "3.5" ends nothing: a sentence ends before a space, and the next begins large.
            if (c is '.' or '!' or '?' or '\u2026' && words > 0 && EndsHere())
                break;
        }
        Current = new Sentence(words, syllables);
        return words > 0;
    }

    private readonly bool EndsHere()
    {
        var next = _at;
        while (next < _text.Length && _text[next] is '"' or '\u201D' or ')' or '\u2019' or '\'')
            next++;
        if (next >= _text.Length)
            return true;
        if (!char.IsWhiteSpace(_text[next]))
            return false;
        while (next < _text.Length && !char.IsLetterOrDigit(_text[next]))
            next++;
        return next >= _text.Length || !char.IsLower(_text[next]);
    }

    /// <summary>Groups of vowels, less a silent e at the end; at least one.</summary>
    private static int SyllablesIn(ReadOnlySpan<char> word)
    {
        var count = 0;
        var inVowels = false;
        foreach (var c in word)
        {
            var vowel = (c | 0x20) is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
            count += vowel && !inVowels ? 1 : 0;
            inVowels = vowel;
        }
        if (count > 1 && word[^1] is 'e' or 'E' && word.Length > 2 && (word[^2] | 0x20) is not 'l')
            count--;
        return Math.Max(count, 1);
    }
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct Sentence(int Words, int Syllables);
