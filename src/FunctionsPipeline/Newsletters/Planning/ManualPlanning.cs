using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Issues that a person plans, regardless of the schedule.</summary>
public interface IManualPlanning
{
    /// <summary>Plans an issue by hand, now, with all new articles or with these, regardless of the schedule.</summary>
    /// <param name="newsletter">The newsletter's id.</param>
    /// <param name="articles">
    /// Slugs, the first leads; null for all new ones. An article that was carried before goes out again only if it is named
    /// here. A new one that is not named waits for the next issue.
    /// </param>
    /// <param name="subject">Instead of the newsletter's own; null for that one.</param>
    Task<Answer<IssueId>> PlanNowAsync(
        string newsletter,
        IReadOnlyList<string>? articles,
        string? subject,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// What <see cref="PlanNowAsync"/> would do with the same words; changes nothing. The provider's suppression lists,
    /// which a plan asks for first, are not read.
    /// </summary>
    Task<Answer<ManualIssue>> LookAsync(
        string newsletter,
        IReadOnlyList<string>? articles,
        CancellationToken cancellationToken
    );
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
        IReadOnlyList<string>? articles,
        string? subject,
        CancellationToken cancellationToken
    )
    {
        var site = await settings.GetAsync(cancellationToken);
        var asked = ManualSelection.Find(site, newsletter);
        if (asked.Refusal is not null)
            return asked.Refusal;
        if (IssueWishes.WhyNoSubject(subject) is { } unfit)
            return unfit;
        var found = asked.Value;
        var read = await progressStore.ReadAsync(found, cancellationToken);
        var chosen = await selection.ChooseAsync(found, read.Value, articles, cancellationToken);
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
                Subject = string.IsNullOrWhiteSpace(subject) ? null : subject.Trim(),
                Waiting = chosen.Value.Waiting,
            },
            cancellationToken
        );
    }

    public async Task<Answer<ManualIssue>> LookAsync(
        string newsletter,
        IReadOnlyList<string>? articles,
        CancellationToken cancellationToken
    )
    {
        var site = await settings.GetAsync(cancellationToken);
        var asked = ManualSelection.Find(site, newsletter);
        if (asked.Refusal is not null)
            return asked.Refusal;
        if (await sending.FindHaltAsync(cancellationToken) is { } halt)
            return new Refusal($"All sending stands still: {halt.Detail}");
        var found = asked.Value;
        var progress = await progressStore.LookAsync(found, cancellationToken);
        var chosen = await selection.ChooseAsync(found, progress, articles, cancellationToken);
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
