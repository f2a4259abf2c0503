using FunctionsPipeline.Newsletters.Scheduling;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Advances one newsletter by what is due of it.</summary>
internal sealed class NewsletterAdvancing(
    ProgressStore progressStore,
    IssuePlanner issuePlanner,
    IssueListing listing,
    ScheduledIssues scheduled,
    InstantIssues instant
)
{
    /// <summary>Completes what was begun; otherwise plans what is due.</summary>
    public async Task AdvanceAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        CancellationToken cancellationToken
    )
    {
        var schedule = Schedule.Of(newsletter);
        var read = await progressStore.ReadAsync(newsletter, cancellationToken);
        if (read.Value.Reserved is not null)
        {
            await issuePlanner.CompleteAsync(site, newsletter, read, cancellationToken);
            return;
        }
        read = await listing.ListGoneAsync(newsletter, read, cancellationToken);
        if (schedule is null)
            return;
        if (schedule.IsInstant)
            await instant.PlanAsync(site, newsletter, read, cancellationToken);
        else
            await scheduled.PlanAsync(site, newsletter, schedule, read, cancellationToken);
    }
}
