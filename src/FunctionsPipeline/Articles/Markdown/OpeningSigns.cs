using Markdig.Parsers;
using Markdig.Parsers.Inlines;

namespace FunctionsPipeline.Articles.Markdown;

/// <summary>
/// The characters at which Markdig asks whether an inline begins, without letters. Letters begin bare addresses only, and
/// are every fifth character of a text.
/// </summary>
internal static class OpeningSigns
{
    /// <param name="parsers">All of a pipeline, initialized or not.</param>
    public static HashSet<char> Of(IReadOnlyList<InlineParser> parsers)
    {
        var signs = new HashSet<char>();
        foreach (var parser in parsers)
        {
            signs.UnionWith((parser.OpeningCharacters ?? []).Where(c => !char.IsAsciiLetter(c)));
            // It takes its characters from its descriptors only when it is initialized.
            if (parser is EmphasisInlineParser emphasis)
                signs.UnionWith(emphasis.EmphasisDescriptors.Select(d => d.Character));
        }
        return signs;
    }
}
