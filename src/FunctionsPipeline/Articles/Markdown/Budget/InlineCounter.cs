using Markdig.Helpers;
using Markdig.Parsers;

namespace FunctionsPipeline.Articles.Markdown.Budget;

/// <summary>
/// Matches nothing: it is asked first at each character that may begin an inline, and counts. Letters, which begin bare
/// addresses, are left to <see cref="CountedAddresses"/>.
/// </summary>
internal sealed class InlineCounter(IReadOnlyList<InlineParser> watched) : InlineParser
{
    public override void Initialize() => OpeningCharacters = [.. OpeningSigns.Of(watched)];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (processor.Context is ParseBudget parse)
            parse.Inline(processor, slice);
        return false;
    }
}
