using Markdig.Extensions.Tables;
using Markdig.Parsers;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Markdown.Budget;

/// <summary>Markdig's lists. Every line, also a blank one, is matched against each item that is open.</summary>
internal sealed class CountedLists : ListBlockParser
{
    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        // A blank line leaves a mark in every list that it goes through.
        (processor.Context as ParseBudget)?.Budget.TakeSteps(processor.IsBlankLine ? 4 : 1, processor.LineIndex + 1);
        return base.TryContinue(processor, block);
    }
}

/// <summary>Markdig's quotations, nested as deep as its lists.</summary>
internal sealed class CountedQuotes : QuoteBlockParser
{
    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        (processor.Context as ParseBudget)?.Budget.TakeSteps(1, processor.LineIndex + 1);
        return base.TryContinue(processor, block);
    }
}

/// <summary>Markdig's grid tables. Each line of one is gone through for every column of its first line.</summary>
internal sealed class CountedGridTables : GridTableParser
{
    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        if (processor.Context is ParseBudget parse && block is Table table)
            parse.Budget.TakeSteps(1 + table.ColumnDefinitions.Count, processor.LineIndex + 1);
        return base.TryContinue(processor, block);
    }
}
