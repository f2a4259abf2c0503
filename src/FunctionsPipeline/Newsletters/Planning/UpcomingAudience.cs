using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Audience;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Who would get the next issue of a newsletter, before it is planned.</summary>
public interface IUpcomingAudience
{
    /// <summary>
    /// Judges everyone who ever asked for the newsletter, as planning would at the time when the issue goes. Reads every
    /// shard; changes nothing.
    /// </summary>
    /// <returns>Refused for a newsletter that there is not, and without any article to send.</returns>
    Task<Answer<AudienceCount>> CountAsync(string newsletter, CancellationToken cancellationToken);
}

internal sealed class UpcomingAudience(
    ISiteSettingsSource settings,
    IUpcomingIssues upcoming,
    ProgressStore progressStore,
    NewArticles articles,
    IssueAudience audiences,
    IAudience audience,
    TimeProvider time
) : IUpcomingAudience
{
    public async Task<Answer<AudienceCount>> CountAsync(string newsletter, CancellationToken cancellationToken)
    {
        var found = await upcoming.FindAsync(newsletter, cancellationToken);
        if (found.Refusal is { } unknown)
            return unknown;
        var site = await settings.GetAsync(cancellationToken);
        var of = site.Newsletters.First(n => n.Id == found.Value.Newsletter);
        var entries = await articles.ReadAsync(found.Value.Articles, cancellationToken);
        if (entries.Count == 0)
            return new Refusal($"Newsletter '{newsletter}' has no new article, so that no one would get anything.");
        var query = await audiences.QueryAsync(
            site,
            of,
            await progressStore.LookAsync(of, cancellationToken),
            found.Value.Due ?? DueSlot.Now(time.GetUtcNow(), of.HoldWindow).Due,
            entries,
            cancellationToken
        );
        return await AudienceCount.OfAsync(audience, query, cancellationToken);
    }
}
