using System.Globalization;
using FunctionsPipeline.Articles.Reading;

namespace FunctionsPipeline.Articles.Lint.Dates;

/// <summary>
/// A date that lies ahead holds the article until then. That may be meant, or a mistyped year: the author has to know
/// either way.
/// </summary>
internal sealed class FutureDateRule : ILintRule
{
    private const string InFrontMatter = "in the front matter, at the top of the file between two lines of '---'";

    public void Check(LintContext context)
    {
        var article = context.Article;
        if (article.Draft || article.PublishAt is not null || !(article.LiveFrom > context.Now))
            return;
        var zone = context.Settings.TimeZone;
        var until = TimeZoneInfo.ConvertTime(article.LiveFrom.Value, zone);
        var (what, where) = article.DateOrigin switch
        {
            DateOrigin.FileName => ("The date in the file's name", " " + InFrontMatter),
            DateOrigin.Byline => ("The date in the line below the title", $" {InFrontMatter}, or correct the line"),
            _ => ("The date", ""),
        };
        context.Warn(
            "future-date",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what} is still to come: the article is held until {until:yyyy-MM-dd HH:mm} ({zone.Id}) and goes live by itself then."
            ),
            string.Create(
                CultureInfo.InvariantCulture,
                $"To publish it now, write 'date: {context.Today:yyyy-MM-dd}'{where}. If it should wait, there is nothing to do."
            ),
            article.DateLine
        );
    }
}
