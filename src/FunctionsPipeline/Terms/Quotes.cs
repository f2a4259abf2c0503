using System.Buffers;
using System.Text;

namespace FunctionsPipeline.Terms;

/// <summary>
/// Quotation marks and apostrophes, straight and typographic: what a keyboard and a word processor write for the same word
/// is the same word in addresses, tags and titles.
/// </summary>
public static class Quotes
{
    private static readonly SearchValues<char> Single = SearchValues.Create(
        "'`\u00B4\u02B9\u02BB\u02BC\u02BD\u02C8\u2018\u2019\u201A\u201B\u2032\u2039\u203A\uFF07"
    );

    private static readonly SearchValues<char> Double = SearchValues.Create(
        "\"\u00AB\u00BB\u201C\u201D\u201E\u201F\u2033\u2036\uFF02"
    );

    public static bool Is(char c) => Single.Contains(c) || Double.Contains(c);

    /// <summary>With straight marks only.</summary>
    public static string Straight(string text)
    {
        if (!text.AsSpan().ContainsAny(Single) && !text.AsSpan().ContainsAny(Double))
            return text;
        var straight = new StringBuilder(text.Length);
        foreach (var c in text)
            straight.Append(
                Single.Contains(c) ? '\''
                : Double.Contains(c) ? '"'
                : c
            );
        return straight.ToString();
    }

    /// <summary>The same words, regardless of marks, case and the form in which letters with marks are stored.</summary>
    public static bool Same(string one, string other) =>
        Composed.Of(Straight(one)).Equals(Composed.Of(Straight(other)), StringComparison.OrdinalIgnoreCase);
}
