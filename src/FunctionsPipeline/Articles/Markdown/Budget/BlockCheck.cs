using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Markdown.Budget;

/// <summary>
/// Runs once the blocks are known and before any inline is made: the last moment to judge a pipe table, which is padded to
/// its widest row, and a link definition, which is copied into each of its uses.
/// </summary>
internal static class BlockCheck
{
    /// <summary>A caption is a sentence or two.</summary>
    private const int MaxTitle = 1_000;

    public static void Run(InlineProcessor processor, Inline? inline)
    {
        if (processor.Context is not ParseBudget parse)
            return;
        foreach (var block in processor.Document.Descendants<LeafBlock>())
        {
            if (block is LinkReferenceDefinition definition)
                Shorten(definition, parse);
            else if (block is ParagraphBlock paragraph)
                Table(paragraph, parse);
        }
        parse.Budget.CheckTime();
    }

    private static void Shorten(LinkReferenceDefinition definition, ParseBudget parse)
    {
        if (definition.Title is { Length: > MaxTitle } title)
            definition.Title = title[..MaxTitle];
        // A picture inside an address (data:) is never shown, however many of them an export wrote.
        if (definition.Url is { Length: > SafeUrl.MaxLength })
            definition.Url = "";
        parse.NodesPerReference = Math.Max(parse.NodesPerReference, (Copied(definition.Url) + Copied(definition.Title)) / 64);
    }

    private static int Copied(string? text) => text is not null && text.AsSpan().ContainsAny('&', '\\') ? text.Length : 0;

    private static void Table(ParagraphBlock paragraph, ParseBudget parse)
    {
        var (columns, isTable) = (0, false);
        var lines = paragraph.Lines;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines.Lines[i].Slice.AsSpan();
            columns = Math.Max(columns, line.Count('|'));
            isTable |= i > 0 && line.Contains('-') && !line.ContainsAnyExcept("-:| \t");
        }
        if (isTable && columns > 0)
            parse.Cells((columns + 1L) * lines.Count, paragraph.Line);
    }
}
