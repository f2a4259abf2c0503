using System.Buffers;
using System.Text;

namespace FunctionsPipeline.Articles.Rendering;

/// <summary>Escapes text for HTML, in elements and in attributes with double quotes.</summary>
internal static class Markup
{
    private static readonly SearchValues<char> Special = SearchValues.Create("<>&\"");

    public static void Escape(StringBuilder output, ReadOnlySpan<char> text)
    {
        for (int at; (at = text.IndexOfAny(Special)) >= 0; text = text[(at + 1)..])
        {
            output.Append(text[..at]).Append(text[at] switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", _ => "&quot;" });
        }
        output.Append(text);
    }

    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(Special))
            return text;
        var output = new StringBuilder(text.Length + 16);
        Escape(output, text);
        return output.ToString();
    }
}
