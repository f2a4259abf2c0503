using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Issues that a person plans, regardless of the schedule.</summary>
public interface IManualPlanning
{
    /// <summary>Plans an issue by hand, now, regardless of the schedule.</summary>
    /// <param name="newsletter">The newsletter's id.</param>
    Task<Answer<IssueId>> PlanNowAsync(string newsletter, ManualOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// What <see cref="PlanNowAsync"/> would do with the same words; changes nothing. The provider's suppression lists,
    /// which a plan asks for first, are not read.
    /// </summary>
    Task<Answer<ManualIssue>> LookAsync(string newsletter, ManualOrder order, CancellationToken cancellationToken);
}

/// <summary>What a person asks for by hand.</summary>
/// <param name="Articles">
/// Slugs, the first leads; null for all new ones. An article that was carried before goes out again only if it is named
/// here. With articles named, a new one that is not waits for the next issue.
/// </param>
public sealed record ManualOrder(IReadOnlyList<string>? Articles = null)
{
    /// <summary>Instead of the newsletter's own; null for that one.</summary>
    public string? Subject { get; init; }

    /// <summary>
    /// The <see cref="UpcomingIssue.Version"/> of what the person saw: refused if an issue was planned since, so that a
    /// button that is pressed twice, or late, mails no article twice. Null: not asked.
    /// </summary>
    public string? Shown { get; init; }

    /// <summary>True where this is the next issue of the schedule, sent earlier: its wishes are spent.</summary>
    public bool IsNextIssue { get; init; }
}

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

internal sealed class ManualPlanning(
    ISiteSettingsSource settings,
    ProgressStore progressStore,
    ManualSelection selection,
    IssuePlanner issuePlanner,
    IssueAudience audiences,
    ISendingReader sending,
    TimeProvider time
) : IManualPlanning
{
    public async Task<Answer<IssueId>> PlanNowAsync(
        string newsletter,
        ManualOrder order,
        CancellationToken cancellationToken
    )
    {
        var site = await settings.GetAsync(cancellationToken);
        var asked = ManualSelection.Find(site, newsletter);
        if (asked.Refusal is not null)
            return asked.Refusal;
        if (SubjectLine.ProblemOf(order.Subject) is { } problem)
            return problem;
        var found = asked.Value;
        var read = await progressStore.ReadAsync(found, cancellationToken);
        // The reservation is written over this very version.
        if (order.Shown is { } shown && read.Value.WhyPlanned(shown) is { } planned)
            return planned;
        var chosen = await selection.ChooseAsync(found, read.Value, order.Articles, cancellationToken);
        if (chosen.Refusal is not null)
            return chosen.Refusal;
        if (await selection.WhyNotNowAsync(cancellationToken) is { } notNow)
            return notNow;
        return await issuePlanner.PlanAsync(
            site,
            found,
            read,
            new IssueToPlan(
                DueSlot.Now(time.GetUtcNow(), found.HoldWindow),
                chosen.Value.Entries,
                chosen.Value.LeftOut,
                IsOfSchedule: false
            )
            {
                Subject = SubjectLine.Of(order.Subject),
                Postponed = chosen.Value.Postponed,
                SpendsWishes = order.IsNextIssue,
            },
            cancellationToken
        );
    }

    public async Task<Answer<ManualIssue>> LookAsync(
        string newsletter,
        ManualOrder order,
        CancellationToken cancellationToken
    )
    {
        var site = await settings.GetAsync(cancellationToken);
        var asked = ManualSelection.Find(site, newsletter);
        if (asked.Refusal is not null)
            return asked.Refusal;
        if (SubjectLine.ProblemOf(order.Subject) is { } problem)
            return problem;
        if (await sending.FindHaltAsync(cancellationToken) is { } halt)
            return new Refusal($"All sending stands still: {halt.Detail}");
        var found = asked.Value;
        var progress = await progressStore.LookAsync(found, cancellationToken);
        var chosen = await selection.ChooseAsync(found, progress, order.Articles, cancellationToken);
        if (chosen.Refusal is not null)
            return chosen.Refusal;
        var slot = DueSlot.Now(time.GetUtcNow(), found.HoldWindow);
        var audience = await audiences.QueryAsync(
            site,
            found,
            progress,
            slot.Due,
            chosen.Value.Entries,
            cancellationToken
        );
        var local = TimeZoneInfo.ConvertTime(slot.Due, found.TimeZone ?? site.TimeZone);
        return new ManualIssue([.. chosen.Value.Entries.Select(e => e.Slug)], local, slot.HoldWindow, audience);
    }
}
