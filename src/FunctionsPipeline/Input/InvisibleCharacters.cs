using System.Buffers;
using System.Text;

namespace FunctionsPipeline.Input;

/// <summary>
/// Takes out characters that no reader sees and that change what he reads: control characters, line and paragraph
/// separators, and the marks that turn the direction of what follows.
/// </summary>
/// <remarks>
/// Joiners (U+200C, U+200D) and the marks of one place (U+200E, U+200F) stay: Persian, Hindi, Hebrew and emoji need them.
/// </remarks>
public static class InvisibleCharacters
{
    /// <summary>
    /// Of a whole text, where embeddings and isolates of mixed directions have their use and end with the paragraph.
    /// </summary>
    private static readonly SearchValues<char> InText = SearchValues.Create([
        .. Range(0x00, 0x08),
        '\v',
        .. Range(0x0E, 0x1F),
        .. Range(0x7F, 0x9F),
        '\u2028',
        '\u2029',
        '\u202D',
        '\u202E',
        .. Range(0xFFF9, 0xFFFB),
        '\uFEFF',
        '\uFFFE',
        '\uFFFF',
    ]);

    /// <summary>Of a value such as a title, which stands beside other words on one line.</summary>
    private static readonly SearchValues<char> InValue = SearchValues.Create([
        .. Range(0x00, 0x08),
        '\v',
        '\f',
        '\r',
        .. Range(0x0E, 0x1F),
        .. Range(0x7F, 0x9F),
        '\u200B',
        '\u2028',
        '\u2029',
        .. Range(0x202A, 0x202E),
        .. Range(0x2060, 0x2064),
        .. Range(0x2066, 0x206F),
        .. Range(0xFFF9, 0xFFFB),
        '\uFEFF',
        '\uFFFE',
        '\uFFFF',
        .. Range(0xD800, 0xDFFF),
    ]);

    private static readonly SearchValues<char> Separators = SearchValues.Create("\r\v\f\u0085\u2028\u2029");

    /// <summary>A whole text without them. The same instance if it holds none.</summary>
    public static string FromText(string text) => text.AsSpan().ContainsAny(InText) ? Without(text, InText) : text;

    /// <summary>A value without them; line feeds and tabs stay. The same instance if it holds none.</summary>
    public static string FromValue(string value)
    {
        if (!value.AsSpan().ContainsAny(InValue))
            return value;
        var clean = Without(value, InValue);
        return clean == value ? value : clean;
    }

    private static string Without(string text, SearchValues<char> unwanted)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!unwanted.Contains(text[i]))
            {
                clean.Append(text[i]);
            }
            else if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                clean.Append(text, i, 2);
                i++;
            }
            else if (Separators.Contains(text[i]))
            {
                // It parted two words.
                clean.Append(' ');
            }
        }
        return clean.ToString();
    }

    private static IEnumerable<char> Range(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(c => (char)c);
}
