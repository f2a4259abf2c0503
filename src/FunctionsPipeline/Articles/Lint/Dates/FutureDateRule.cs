using System.Globalization;

namespace FunctionsPipeline.Articles.Lint.Dates;

/// <summary>A date that lies ahead is most often a slip of the pen, or meant as a time to publish.</summary>
internal sealed class FutureDateRule : ILintRule
{
    public void Check(LintContext context)
    {
        var day = DateOnly.FromDateTime(context.Article.Date.DateTime);
        if (context.Article.PublishAt is null && day > context.Today.AddDays(1))
            context.Warn("future-date", string.Create(CultureInfo.InvariantCulture, $"The date, {day:yyyy-MM-dd}, is still to come; the article is live all the same."), "Write 'publishAt' with that date if it should wait until then.");
    }
}
