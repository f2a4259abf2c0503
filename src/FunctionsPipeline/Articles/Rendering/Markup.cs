using System.Buffers;

namespace FunctionsPipeline.Articles.Rendering;

/// <summary>Escapes text for HTML, in elements and in attributes with double quotes.</summary>
/// <remarks>Not HtmlEncoder or WebUtility: both also escape letters and emoji that a UTF-8 page holds as they are.</remarks>
internal static class Markup
{
    private static readonly SearchValues<char> Special = SearchValues.Create("<>&\"");

    public static void Escape(TextWriter output, ReadOnlySpan<char> text)
    {
        for (int at; (at = text.IndexOfAny(Special)) >= 0; text = text[(at + 1)..])
        {
            output.Write(text[..at]);
            output.Write(
                text[at] switch
                {
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '&' => "&amp;",
                    _ => "&quot;",
                }
            );
        }
        output.Write(text);
    }

    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(Special))
            return text;
        using var output = TextBuffer.Rent();
        Escape(output, text);
        return output.ToString();
    }
}
