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
    public async Task<ManualPlanResult> PlanNowAsync(
        string newsletter,
        IReadOnlyList<string>? articles,
        CancellationToken cancellationToken
    )
    {
        var site = await settings.GetAsync(cancellationToken);
        if (ManualSelection.WhyNot(site, newsletter) is { } wrong)
            return new ManualPlanResult(null, wrong);
        var found = site.Newsletters.First(n => n.Id == newsletter);
        var read = await progressStore.ReadAsync(found, cancellationToken);
        var chosen = await selection.ChooseAsync(found, read.Value, articles, cancellationToken);
        if (chosen.Refusal is not null)
            return new ManualPlanResult(null, chosen.Refusal);
        return await issuePlanner.PlanAsync(
            site,
            found,
            read,
            new IssueToPlan(
                DueSlot.Now(time.GetUtcNow(), found.HoldWindow),
                chosen.Entries,
                chosen.LeftOut,
                IsOfSchedule: false
            ),
            cancellationToken
        );
    }

    public async Task<ManualPlanPreview> LookAsync(
        string newsletter,
        IReadOnlyList<string>? articles,
        CancellationToken cancellationToken
    )
    {
        var site = await settings.GetAsync(cancellationToken);
        if (ManualSelection.WhyNot(site, newsletter) is { } wrong)
            return new ManualPlanPreview(null, wrong);
        if (await sending.FindHaltAsync(cancellationToken) is { } halt)
            return new ManualPlanPreview(null, $"All sending stands still: {halt.Detail}");
        var found = site.Newsletters.First(n => n.Id == newsletter);
        var progress = await progressStore.LookAsync(found, cancellationToken);
        var chosen = await selection.ChooseAsync(found, progress, articles, cancellationToken);
        if (chosen.Refusal is not null)
            return new ManualPlanPreview(null, chosen.Refusal);
        var slot = DueSlot.Now(time.GetUtcNow(), found.HoldWindow);
        var audience = await audiences.QueryAsync(
            site,
            found,
            progress,
            slot.Due,
            chosen.Entries,
            cancellationToken
        );
        var local = TimeZoneInfo.ConvertTime(slot.Due, found.TimeZone ?? site.TimeZone);
        return new ManualPlanPreview(
            new ManualIssue([.. chosen.Entries.Select(e => e.Slug)], local, slot.HoldWindow, audience),
            null
        );
    }
}
