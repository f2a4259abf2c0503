using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace FunctionsPipeline.Branding;

/// <summary>
/// Long texts that every page holds, above all the style sheet, as UTF-8: encoded once instead of for each page. A text is
/// known as long as it is used.
/// </summary>
internal static class EncodedTexts
{
    /// <summary>Shorter ones are encoded faster than they are found.</summary>
    private const int MinLength = 2048;

    private static readonly ConditionalWeakTable<string, byte[]> Known = [];

    public static void Add(string text)
    {
        if (text.Length >= MinLength)
            Known.AddOrUpdate(text, Encoding.UTF8.GetBytes(text));
    }

    /// <param name="text">The same instance that was added, not an equal one.</param>
    public static bool TryGet(string? text, [NotNullWhen(true)] out byte[]? utf8)
    {
        utf8 = null;
        return text is { Length: >= MinLength } && Known.TryGetValue(text, out utf8);
    }
}
