using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Input;
using Markdig.Parsers;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Markdown.Budget;

/// <summary>Opens nothing: it is asked first whenever a line could open a block, and counts.</summary>
internal sealed class LineCounter : BlockParser
{
    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.Context is not ParseBudget parse)
            return BlockState.None;
        if (!parse.IsWatchingInlines)
        {
            parse.IsWatchingInlines = true;
            processor.Document.ProcessInlinesBegin += BlockCheck.Run;
        }
        Depth(processor);
        var steps = 1;
        // Definitions are cut off the top of their paragraph one by one, and each cut copies the lines below.
        if (
            processor.CurrentBlock is ParagraphBlock { Lines: { Count: > 0 } lines }
            && lines.Lines[0].Slice.CurrentChar == '['
        )
            steps += lines.Count / 16;
        parse.Budget.TakeSteps(steps, processor.LineIndex + 1);
        return BlockState.None;
    }

    /// <summary>
    /// Markdig checks its limit after all blocks are made; by then each blank line took the square of the levels.
    /// </summary>
    private static void Depth(BlockProcessor processor)
    {
        var depth = 0;
        for (var container = processor.CurrentContainer; container is not null; container = container.Parent)
        {
            if (++depth > ArticleLimits.MaxDepth)
                throw new InputBudgetException(ArticleLimits.TooDeep(processor.LineIndex + 1));
        }
    }
}
