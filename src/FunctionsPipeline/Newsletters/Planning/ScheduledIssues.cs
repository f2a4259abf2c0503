using FunctionsPipeline.Newsletters.Scheduling;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Plans the issue of a slot of the schedule once its time for planning has come.</summary>
internal sealed partial class ScheduledIssues(
    ProgressStore progressStore,
    NewArticles newArticles,
    RestoredCopyGuard copyGuard,
    PostalAddressCheck address,
    IssuePlanner issuePlanner,
    TimeProvider time,
    ILogger<ScheduledIssues> logger
)
{
    public async Task PlanAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        Schedule schedule,
        Stored<NewsletterProgress> read,
        CancellationToken cancellationToken
    )
    {
        var slots = new SlotCalendar(schedule, newsletter.TimeZone ?? site.TimeZone);
        var due = DueSlot.Find(
            slots,
            newsletter.HoldWindow,
            read.Value.FirstSeen,
            read.Value.LastSlot,
            time.GetUtcNow()
        );
        if (due is not null && read.Value.Skipped.Contains(due.Slot))
        {
            LogSkipped(newsletter.Id, due.Slot);
            await progressStore.TryChangeAsync(read, read.Value.LetPass(due.Slot), cancellationToken);
            return;
        }
        if (due is null || !await address.HasAddressAsync(site, newsletter, cancellationToken))
            return;
        if (await copyGuard.MayHaveSentAsync(due.Slot, cancellationToken))
        {
            await copyGuard.NotifyAsync(IssueId.For(newsletter.Id, due.Slot), newsletter, [], cancellationToken);
            await progressStore.TryChangeAsync(read, read.Value.Decided(due.Slot), cancellationToken);
            return;
        }
        var found = await newArticles.FindAsync(newsletter, read.Value, cancellationToken);
        var articles = read.Value.Wishes.Arrange(found.New);
        if (articles.Count < Math.Max(1, newsletter.MinimumArticles))
        {
            LogTooFew(newsletter.Id, due.Slot, articles.Count, newsletter.MinimumArticles);
            await progressStore.TryChangeAsync(read, read.Value.LetPass(due.Slot), cancellationToken);
            return;
        }
        await issuePlanner.PlanAsync(
            site,
            newsletter,
            read,
            new IssueToPlan(due, articles, found.LeftOut, IsOfSchedule: true)
            {
                Subject = read.Value.Wishes.Subject,
                Postponed = [.. found.New.Except(articles)],
                SpendsWishes = true,
            },
            cancellationToken
        );
    }

    [LoggerMessage(
        LogLevel.Information,
        "Newsletter {Newsletter} lets {Slot} pass: {Count} new articles, {Minimum} wanted"
    )]
    private partial void LogTooFew(string newsletter, DateTimeOffset slot, int count, int minimum);

    [LoggerMessage(LogLevel.Information, "Newsletter {Newsletter} lets {Slot} pass: a person skipped it")]
    private partial void LogSkipped(string newsletter, DateTimeOffset slot);
}
