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
        Blocks(processor.Document, parse);
        parse.Budget.CheckTime();
    }

    /// <summary>
    /// No deeper than Markdig's own limit, which holds by now. Its enumerator of descendants costs four times as much.
    /// </summary>
    private static void Blocks(ContainerBlock container, ParseBudget parse)
    {
        for (var i = 0; i < container.Count; i++)
        {
            switch (container[i])
            {
                case ParagraphBlock paragraph:
                    Table(paragraph, parse);
                    break;
                case LinkReferenceDefinition definition:
                    Shorten(definition, parse);
                    break;
                case ContainerBlock inner:
                    Blocks(inner, parse);
                    break;
            }
        }
    }

    private static void Shorten(LinkReferenceDefinition definition, ParseBudget parse)
    {
        if (definition.Title is { Length: > MaxTitle } title)
            definition.Title = title[..MaxTitle];
        // A picture inside an address (data:) is never shown, however many of them an export wrote.
        if (definition.Url is { Length: > SafeUrl.MaxLength })
            definition.Url = "";
        parse.NodesPerReference = Math.Max(
            parse.NodesPerReference,
            (Copied(definition.Url) + Copied(definition.Title)) / 64
        );
    }

    private static int Copied(string? text) =>
        text is not null && text.AsSpan().ContainsAny('&', '\\') ? text.Length : 0;

    private static void Table(ParagraphBlock paragraph, ParseBudget parse)
    {
        var columns = 0;
        var lines = paragraph.Lines;
        for (var i = 0; i < lines.Count; i++)
            columns = Math.Max(columns, lines.Lines[i].Slice.AsSpan().Count('|'));
        for (var i = 1; columns > 0 && i < lines.Count; i++)
        {
            var line = lines.Lines[i].Slice.AsSpan();
            if (!line.Contains('-') || line.ContainsAnyExcept("-:| \t"))
                continue;
            parse.Cells((columns + 1L) * lines.Count, paragraph.Line);
            return;
        }
    }
}
