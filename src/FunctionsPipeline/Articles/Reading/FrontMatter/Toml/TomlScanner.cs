using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Articles.Reading.FrontMatter.Toml;

/// <summary>Goes through the text and knows where it is. Forward only.</summary>
internal sealed class TomlScanner(string text, int firstLine)
{
    private int _at;
    private int _lineStart;

    public int Line { get; private set; } = firstLine;

    public int Column => _at - _lineStart + 1;

    public bool AtEnd => _at >= text.Length;

    public char Peek => AtEnd ? '\0' : text[_at];

    public bool TakeIf(char c)
    {
        if (AtEnd || text[_at] != c)
            return false;
        Advance();
        return true;
    }

    /// <summary>Spaces and tabs.</summary>
    public void SkipBlanks()
    {
        while (Peek is ' ' or '\t' && !AtEnd)
            _at++;
    }

    /// <summary>Blanks, comments and line ends.</summary>
    public void SkipToToken()
    {
        while (!AtEnd)
        {
            SkipBlanks();
            if (Peek == '#')
                SkipLine();
            else if (Peek == '\n')
                Advance();
            else
                return;
        }
    }

    /// <summary>Up to, not past, the end of the line.</summary>
    public void SkipLine()
    {
        while (!AtEnd && Peek != '\n')
            _at++;
    }

    public TomlMistake Mistake(string message, string mend) => new(message, mend, Line, Column);

    /// <summary>A key's part: bare, or in quotes.</summary>
    public string Key()
    {
        if (Peek is '"' or '\'')
            return Quoted();
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Peek) || Peek is '_' or '-')
            _at++;
        return _at > start ? text[start.._at] : throw Mistake("Here a key should stand.", "Write 'key = value' on a line of its own.");
    }

    /// <summary>A date, number or boolean as it is written.</summary>
    public string Word()
    {
        var start = _at;
        while (!AtEnd && Peek is not ('\n' or ',' or ']' or '}' or '#' or '='))
            _at++;
        var word = text[start.._at].TrimEnd();
        if (word.Length > 0)
            return word;
        throw Mistake("The value is missing.", "Write a value behind the '=', texts in quotes: key = \"value\".");
    }

    /// <summary>A text in any of TOML's four kinds of quotes.</summary>
    public string Quoted()
    {
        var (line, column, quote) = (Line, Column, Peek);
        Advance();
        var multiline = text.AsSpan(_at).StartsWith([quote, quote]);
        if (multiline)
        {
            _at += 2;
            TakeIf('\n');
        }
        var value = new StringBuilder();
        while (!AtEnd)
        {
            if (Peek == quote && (!multiline || text.AsSpan(_at).StartsWith([quote, quote, quote])))
            {
                _at += multiline ? 3 : 1;
                return value.ToString();
            }
            if (Peek == '\n' && !multiline)
                break;
            if (Peek == '\\' && quote == '"')
                Escape(value, multiline);
            else
                value.Append(Advance());
        }
        throw new TomlMistake("The quote that opens here never closes.", $"End the text with {(multiline ? new string(quote, 3) : quote)}.", line, column);
    }

    private void Escape(StringBuilder value, bool multiline)
    {
        Advance();
        var c = Peek;
        switch (c)
        {
            case 'b' or 't' or 'n' or 'f' or 'r' or 'e' or '"' or '\\':
                Advance();
                value.Append(c switch { 'b' => '\b', 't' => '\t', 'n' => '\n', 'f' => '\f', 'r' => '\r', 'e' => '\u001b', _ => c });
                break;
            case 'u' or 'U':
                Advance();
                var digits = c == 'u' ? 4 : 8;
                if (_at + digits > text.Length || !int.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !Rune.IsValid(code))
                    throw Mistake("This is no character's number.", "Write the character itself.");
                _at += digits;
                value.Append(new Rune(code).ToString());
                break;
            case '\n' or ' ' or '\t' when multiline:
                while (!AtEnd && char.IsWhiteSpace(Peek))
                    Advance();
                break;
            default:
                throw Mistake("A backslash means something in double quotes.", "Write two backslashes, or put the text in single quotes.");
        }
    }

    private char Advance()
    {
        var c = text[_at++];
        if (c == '\n')
        {
            Line++;
            _lineStart = _at;
        }
        return c;
    }
}
