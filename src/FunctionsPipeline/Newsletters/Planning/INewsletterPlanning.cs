using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Which newsletters are due, and which articles go in. See README.md.</summary>
public interface INewsletterPlanning
{
    /// <summary>
    /// Each minute: plans what is due, carries on with what was begun, lists on the site what has gone. Safe to run twice
    /// and in several processes. One newsletter's trouble does not keep the others.
    /// </summary>
    Task TickAsync(CancellationToken cancellationToken);

    /// <summary>Plans an issue by hand, now, with all new articles or with these, regardless of the schedule.</summary>
    /// <param name="newsletter">The newsletter's id.</param>
    /// <param name="articles">
    /// Slugs; null for all new ones. An article that was carried before goes out again only if it is named here.
    /// </param>
    Task<ManualPlanResult> PlanNowAsync(
        string newsletter,
        IReadOnlyList<string>? articles,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// What <see cref="PlanNowAsync"/> would do with the same words; changes nothing. The provider's suppression lists,
    /// which a plan asks for first, are not read.
    /// </summary>
    Task<ManualPlanPreview> LookAsync(
        string newsletter,
        IReadOnlyList<string>? articles,
        CancellationToken cancellationToken
    );
}

/// <param name="Issue">The issue; null if there is none.</param>
/// <param name="Refusal">Why nothing was planned, for people; null if it was.</param>
public sealed record ManualPlanResult(IssueId? Issue, string? Refusal);

/// <param name="Issue">What would be planned; null if nothing would.</param>
/// <param name="Refusal">Why nothing would be planned, for people; null if something would.</param>
public sealed record ManualPlanPreview(ManualIssue? Issue, string? Refusal);

/// <summary>An issue as it would be planned by hand now.</summary>
/// <param name="Articles">Slugs, the first leads.</param>
/// <param name="Due">When it would go, by the newsletter's clock.</param>
/// <param name="HoldWindow">How long staff could stop it before; zero for not at all.</param>
/// <param name="Audience">Whose choices it matches.</param>
public sealed record ManualIssue(
    IReadOnlyList<string> Articles,
    DateTimeOffset Due,
    TimeSpan HoldWindow,
    AudienceQuery Audience
);

/// <summary>Lists issues where readers can look them up. Implemented where the site is known.</summary>
public interface IIssueArchive
{
    /// <summary>Safe to repeat.</summary>
    /// <param name="path">From the site's root; the page is there.</param>
    Task ListAsync(
        string newsletter,
        string path,
        string subject,
        DateTimeOffset sentAt,
        CancellationToken cancellationToken
    );
}
