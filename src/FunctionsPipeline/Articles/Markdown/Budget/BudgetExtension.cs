using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.Tables;
using Markdig.Parsers;
using Markdig.Renderers;

namespace FunctionsPipeline.Articles.Markdown.Budget;

/// <summary>
/// Counts what Markdig makes of a text while it makes it. Added last, since it watches the parsers of all other extensions.
/// A parse without a <see cref="ParseBudget"/> as its context is not limited.
/// </summary>
internal sealed class BudgetExtension : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.ReplaceOrAdd<GridTableParser>(new CountedGridTables());
        pipeline.BlockParsers.ReplaceOrAdd<ListBlockParser>(new CountedLists());
        pipeline.BlockParsers.ReplaceOrAdd<QuoteBlockParser>(new CountedQuotes());
        pipeline.BlockParsers.Insert(0, new LineCounter());
        foreach (var parser in pipeline.BlockParsers)
            parser.Closed += Count;
        if (pipeline.InlineParsers.FindExact<AutoLinkParser>() is { } addresses)
            pipeline.InlineParsers.Replace<AutoLinkParser>(new CountedAddresses(addresses.Options));
        pipeline.InlineParsers.Insert(0, new InlineCounter(pipeline.InlineParsers));
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer) { }

    private static void Count(BlockProcessor processor, Markdig.Syntax.Block block) =>
        (processor.Context as ParseBudget)?.Block(block, block.Line);
}
