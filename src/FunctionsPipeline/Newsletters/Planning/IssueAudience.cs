using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>For whom an issue is: by newsletter, topics and frequency.</summary>
internal sealed class IssueAudience(FrequencyLimit frequencyLimit)
{
    /// <summary>The audience of an issue with these articles.</summary>
    public async Task<AudienceQuery> QueryAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        NewsletterProgress progress,
        DateTimeOffset due,
        IReadOnlyList<CatalogEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var withheld = await frequencyLimit.WithheldAsync(
            progress,
            due,
            newsletter.TimeZone ?? site.TimeZone,
            cancellationToken
        );
        return new AudienceQuery(newsletter.Id, due, TopicsOf(entries), withheld);
    }

    /// <summary>
    /// What a person who chose topics may have chosen. Empty, which is no test, if an article has no topic: it is for
    /// all.
    /// </summary>
    private static string[] TopicsOf(IReadOnlyList<CatalogEntry> entries) =>
        entries.Any(e => e.Tags.Count == 0)
            ? []
            : [.. entries.SelectMany(e => e.Tags).Distinct(StringComparer.OrdinalIgnoreCase)];
}
