namespace FunctionsPipeline.Articles.Reading;

/// <summary>Goes through a text piece by piece, as dates are made of: numbers, words, ordinals.</summary>
internal ref struct DateScanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position >= _text.Length;

    public readonly char Peek => AtEnd ? '\0' : _text[Position];

    public char Take() => _text[Position++];

    public bool TakeIf(char c)
    {
        if (Peek != c || AtEnd)
            return false;
        Position++;
        return true;
    }

    public void SkipSpaces()
    {
        while (!AtEnd && char.IsWhiteSpace(_text[Position]))
            Position++;
    }

    /// <summary>At most four digits; more make no number that a date has.</summary>
    public int Number(out int digits)
    {
        var value = 0;
        digits = 0;
        while (char.IsAsciiDigit(Peek))
        {
            value = Math.Min((value * 10) + (Take() - '0'), 99999);
            digits++;
        }
        return value;
    }

    public int Year()
    {
        var year = Number(out var digits);
        return digits == 4 ? year : 0;
    }

    public ReadOnlySpan<char> Word()
    {
        var start = Position;
        while (char.IsAsciiLetter(Peek))
            Position++;
        return _text[start..Position];
    }

    public bool TakeWord(string word)
    {
        var rest = _text[Position..];
        if (
            !rest.StartsWith(word, StringComparison.OrdinalIgnoreCase)
            || (rest.Length > word.Length && char.IsLetterOrDigit(rest[word.Length]))
        )
            return false;
        Position += word.Length;
        return true;
    }

    public void SkipOrdinal()
    {
        if (!TakeWord("st") && !TakeWord("nd") && !TakeWord("rd"))
            TakeWord("th");
    }
}
