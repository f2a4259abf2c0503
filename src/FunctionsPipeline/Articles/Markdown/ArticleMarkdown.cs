using FunctionsPipeline.Articles.Markdown.Budget;
using FunctionsPipeline.Input;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Renderers;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Markdown;

/// <summary>The Markdown that writers may use: CommonMark and the extensions that they expect.</summary>
/// <remarks>
/// Headings get their ids from <see cref="Outline.HeadingIds"/>, not from Markdig's auto-identifiers: those take
/// quadratic time on a file of equal headings. Raw HTML is parsed, so that it can be distinguished from text, and never
/// rendered.
/// </remarks>
public static class ArticleMarkdown
{
    private static readonly MarkdownPipeline Pipeline = Extensions(new MarkdownPipelineBuilder())
        .UsePreciseSourceLocation()
        .Use<BudgetExtension>()
        .Use<LiteralRuns.Extension>()
        .Build();

    /// <summary>The extensions, for comparisons with Markdig's own rendering.</summary>
    public static MarkdownPipelineBuilder Extensions(MarkdownPipelineBuilder builder) =>
        builder
            .UsePipeTables()
            .UseGridTables()
            .UseFootnotes()
            .UseTaskLists()
            .UseDefinitionLists()
            .UseFigures()
            .UseSmartyPants()
            .UseAlertBlocks()
            .UseAutoLinks()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough | EmphasisExtraOptions.Marked);

    /// <summary>Gives a renderer the extensions' own object renderers.</summary>
    internal static void Setup(IMarkdownRenderer renderer) => Pipeline.Setup(renderer);

    /// <exception cref="ArgumentException">Nested more deeply than Markdig's limit of 128.</exception>
    /// <exception cref="InputBudgetException">
    /// It takes more than the budget; the finding's line is one of this text.
    /// </exception>
    internal static MarkdownDocument Parse(string markdown, InputBudget budget) =>
        Markdig.Markdown.Parse(markdown, Pipeline, new ParseBudget(budget));
}
