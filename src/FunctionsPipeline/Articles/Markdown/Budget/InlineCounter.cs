using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;

namespace FunctionsPipeline.Articles.Markdown.Budget;

/// <summary>
/// Matches nothing: it is asked first at each character that may begin an inline, and counts. Letters, which begin bare
/// addresses, are left to <see cref="CountedAddresses"/>: they are every tenth character of a text.
/// </summary>
internal sealed class InlineCounter(IReadOnlyList<InlineParser> watched) : InlineParser
{
    public override void Initialize()
    {
        var opening = new HashSet<char>();
        foreach (var parser in watched)
        {
            opening.UnionWith((parser.OpeningCharacters ?? []).Where(c => !char.IsAsciiLetter(c)));
            // It takes its characters from its descriptors only when it is initialized, which is after this one.
            if (parser is EmphasisInlineParser emphasis)
                opening.UnionWith(emphasis.EmphasisDescriptors.Select(d => d.Character));
        }
        OpeningCharacters = [.. opening];
    }

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (processor.Context is ParseBudget parse)
            parse.Inline(processor, slice);
        return false;
    }
}
