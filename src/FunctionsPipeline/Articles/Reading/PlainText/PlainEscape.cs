using System.Buffers;
using System.Text;

namespace FunctionsPipeline.Articles.Reading.PlainText;

/// <summary>Keeps characters of plain text from meaning something in Markdown.</summary>
internal static class PlainEscape
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\\`*_[]<~|&");

    /// <summary>Text that does not begin a line.</summary>
    public static string Inline(string text)
    {
        if (!text.AsSpan().ContainsAny(Special))
            return text;
        var escaped = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            // An underscore inside a word means nothing in Markdown either.
            // Nor does an ampersand that begins no entity.
            if (text[i] == '&' && !(i + 1 < text.Length && (text[i + 1] == '#' || char.IsAsciiLetter(text[i + 1]))))
            {
                escaped.Append('&');
                continue;
            }
            var inWord =
                text[i] == '_'
                && i > 0
                && i + 1 < text.Length
                && char.IsLetterOrDigit(text[i - 1])
                && char.IsLetterOrDigit(text[i + 1]);
            if (Special.Contains(text[i]) && !inWord)
                escaped.Append('\\');
            escaped.Append(text[i]);
        }
        return escaped.ToString();
    }

    /// <summary>Text that begins a line, where a few more characters mean something.</summary>
    public static string Line(string text)
    {
        var inline = Inline(text);
        return inline.Length > 0 && inline[0] is '#' or '>' or '+' or '-' or '=' or ':' or '^' ? "\\" + inline : inline;
    }
}
