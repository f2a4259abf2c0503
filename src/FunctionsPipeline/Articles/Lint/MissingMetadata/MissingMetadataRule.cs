namespace FunctionsPipeline.Articles.Lint.MissingMetadata;

/// <summary>A title and a summary that a person chose say more than those that were taken from elsewhere.</summary>
internal sealed class MissingMetadataRule : ILintRule
{
    /// <summary>Search engines cut titles at about here.</summary>
    private const int LongTitle = 90;

    public void Check(LintContext context)
    {
        var article = context.Article;
        if (!article.TitleIsWritten)
            context.Warn(
                "missing-title",
                "The file says no title; it was taken from its name.",
                "Write 'title: …' between two '---' lines at the top, or begin the text with '# Your title'."
            );
        else if (article.Title.Length > LongTitle)
            context.Note(
                "long-title",
                $"The title has {article.Title.Length} characters; search engines and phones cut it at about {LongTitle}.",
                "Say the rest in the summary."
            );
        if (!article.SummaryIsWritten)
            context.Note(
                "missing-summary",
                "There is no summary; the beginning of the text is shown in lists and newsletters instead.",
                "Write 'summary: …' with one or two sentences that make a person want to read on."
            );
        if (article.Outline.Words == 0 && article.Outline.Images.Count == 0)
            context.Warn("no-text", "There are no words in this article.", "Write the text below the title.");
    }
}
