using System.Globalization;

namespace FunctionsPipeline.Articles.Lint.ReviewDate;

/// <summary>What is written of health grows old.</summary>
internal sealed class ReviewDateRule : ILintRule
{
    public void Check(LintContext context)
    {
        var article = context.Article;
        if (article.ReviewBy is { } due && due < context.Today)
            context.Warn(
                "review-due",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The article should have been looked at again by {due:yyyy-MM-dd}."
                ),
                "Read it again; then set 'lastReviewed' to today and 'reviewBy' to the next time.",
                article.ReviewByLine
            );
        if (article.LastReviewed is { } last && last > context.Today)
            context.Warn(
                "review-in-future",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'lastReviewed' is {last:yyyy-MM-dd}, which is still to come."
                ),
                "Write the day on which it was reviewed."
            );
    }
}
