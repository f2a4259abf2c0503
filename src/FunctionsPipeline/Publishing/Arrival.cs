using System.Globalization;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Publishing;

/// <summary>
/// Whether an article that goes live for the first time is news, or was moved in with an archive. The catalog entry keeps
/// the answer, so that no later edit changes it.
/// </summary>
internal static class Arrival
{
    /// <summary>Longer than an article usually waits between its first line and its publication.</summary>
    private const int NewsDays = 60;

    /// <summary>
    /// By its date; <c>publishAt</c> counts too, because an article that was planned for today is new today.
    /// </summary>
    public static bool IsFromArchive(Article article, DateTimeOffset now)
    {
        var newest = article.PublishAt > article.Date ? article.PublishAt.Value : article.Date;
        return now - newest > TimeSpan.FromDays(NewsDays);
    }

    /// <summary>What the article's report says about it; null if there is nothing that its author did not decide.</summary>
    public static Finding? Explain(CatalogEntry entry, SiteSettings settings)
    {
        if (
            !entry.FromArchive
            || entry.Newsletter is not null
            || (settings.Newsletters.Count == 0 && settings.Targets.Count == 0)
        )
            return null;
        return new Finding(
            "from-archive",
            Severity.Note,
            string.Create(
                CultureInfo.InvariantCulture,
                $"When the article came, its date was more than {NewsDays} days old. It is on the site, but newsletters and other sites do not take it for new."
            ),
            "Write 'newsletter: true' in the front matter if readers should get it as a new article."
        );
    }
}
