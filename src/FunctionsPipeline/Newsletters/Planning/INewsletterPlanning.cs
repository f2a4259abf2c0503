using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Which newsletters are due, and which articles go in. See README.md.</summary>
public interface INewsletterPlanning
{
    /// <summary>
    /// Each minute: plans what is due, carries on with what was begun, lists on the site what has gone. Safe to run twice
    /// and in several processes. One newsletter's trouble does not keep the others.
    /// </summary>
    Task TickAsync(CancellationToken cancellationToken);

    /// <summary>Plans an issue by hand, now, with all new articles or with these, whatever the schedule says.</summary>
    /// <param name="newsletter">The newsletter's id.</param>
    /// <param name="articles">
    /// Slugs; null for all new ones. An article that was carried before goes out again only if it is named here.
    /// </param>
    Task<PlanByHandAnswer> PlanNowAsync(string newsletter, IReadOnlyList<string>? articles, CancellationToken cancellationToken);
}

/// <param name="Issue">The issue; null if there is none.</param>
/// <param name="Refusal">Why nothing was planned, for people; null if it was.</param>
public sealed record PlanByHandAnswer(IssueId? Issue, string? Refusal);

/// <summary>Lists issues where readers can look them up. Implemented where the site is known.</summary>
public interface IIssueArchive
{
    /// <summary>Safe to repeat.</summary>
    /// <param name="path">From the site's root; the page is there.</param>
    Task ListAsync(string newsletter, string path, string subject, DateTimeOffset sentAt, CancellationToken cancellationToken);
}
