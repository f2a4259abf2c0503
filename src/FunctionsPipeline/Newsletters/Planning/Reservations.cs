using FunctionsPipeline.Catalog;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Scheduling;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>What an issue is to be, before it is reserved.</summary>
/// <param name="Articles">At least one, the first leads.</param>
/// <param name="LeftOut">What its preview says of articles from an archive; null where it says nothing of them.</param>
/// <param name="IsOfSchedule">
/// True for a slot of the schedule, whose id must be that slot's; others take the next free second.
/// </param>
internal sealed record IssueToPlan(
    DueSlot Due,
    IReadOnlyList<CatalogEntry> Articles,
    LeftOut? LeftOut,
    bool IsOfSchedule
)
{
    /// <inheritdoc cref="Reservation.Subject"/>
    public string? Subject { get; init; }

    /// <inheritdoc cref="Reservation.Postponed"/>
    public IReadOnlyList<CatalogEntry> Postponed { get; init; } = [];

    /// <inheritdoc cref="Reservation.SpendsWishes"/>
    public bool SpendsWishes { get; init; }
}

/// <summary>
/// The reservation in a newsletter's progress, from the compare-and-swap that makes it to the one that lifts it.
/// </summary>
internal sealed partial class Reservations(
    ProgressStore progressStore,
    EditorsNotes notes,
    ISendingReader sending,
    RestoredCopyGuard copyGuard,
    StaffOutbox staff,
    TimeProvider time,
    ILogger<Reservations> logger
)
{
    /// <returns>The progress with the reservation; null if another writer was faster.</returns>
    public async Task<Stored<NewsletterProgress>?> MakeAsync(
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        IssueToPlan issue,
        CancellationToken cancellationToken
    )
    {
        var slot = issue.Due.Slot;
        if (!issue.IsOfSchedule)
        {
            while (await sending.FindAsync(IssueId.For(newsletter.Id, slot), cancellationToken) is not null)
                slot = slot.AddSeconds(1);
        }
        var now = time.GetUtcNow();
        var note =
            issue.Articles.Count == 1 && Schedule.Of(newsletter) is { IsInstant: true }
                ? null
                : await notes.NewestAsync(newsletter.Id, NotesFrom(read.Value), now, cancellationToken);
        var reservation = new Reservation(
            IssueId.For(newsletter.Id, slot),
            slot,
            issue.Due.Due,
            issue.Due.HoldWindow,
            [.. issue.Articles.Select(e => e.Slug)],
            note?.Name,
            note?.Dropped,
            now,
            issue.LeftOut,
            issue.Subject,
            [.. issue.Postponed.Select(e => e.Slug)],
            issue.SpendsWishes
        );
        return await progressStore.TryChangeAsync(read, read.Value with { Reserved = reservation }, cancellationToken);
    }

    /// <summary>
    /// Checks that the reserved issue may still be planned: moves one that is late to a later time, and drops one that is too
    /// old or may have gone from another storage.
    /// </summary>
    /// <returns>
    /// The progress as it stands then; null if there is nothing to plan now, with the reason if
    /// staff had expected it.
    /// </returns>
    public async Task<(Stored<NewsletterProgress>? Read, Refusal? Refusal)> RenewAsync(
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        CancellationToken cancellationToken
    )
    {
        var reserved = read.Value.Reserved!;
        if (await copyGuard.MayHavePlannedAsync(reserved, cancellationToken))
        {
            await copyGuard.NotifyAsync(reserved.Issue, newsletter, [], cancellationToken);
            await DropAsync(read, cancellationToken);
            return (null, null);
        }
        var now = time.GetUtcNow();
        if (now - reserved.At > DueSlot.StalenessLimit)
            return (null, await GiveUpAsync(newsletter, read, cancellationToken));
        if (!DueSlot.IsTooLate(reserved.Due, reserved.HoldWindow, now))
            return (read, null);
        var hold = DueSlot.CatchUpHold(reserved.HoldWindow);
        reserved = reserved with { HoldWindow = hold, Due = DueSlot.SoonestDue(now, hold) };
        var moved = read.Value with { Reserved = reserved };
        return (await progressStore.TryChangeAsync(read, moved, cancellationToken), null);
    }

    /// <summary>Editor's notes that were dropped after this time are still to be used.</summary>
    public static DateTimeOffset NotesFrom(NewsletterProgress progress) =>
        progress.NotesSpentUntil ?? progress.FirstSeen - DueSlot.StalenessLimit;

    /// <summary>Lifts the reservation of an issue that will not be planned; its slot is decided.</summary>
    public Task DropAsync(Stored<NewsletterProgress> read, CancellationToken cancellationToken) =>
        progressStore.TryChangeAsync(
            read,
            read.Value.Decided(read.Value.Reserved!.Slot) with
            {
                Reserved = null,
            },
            cancellationToken
        );

    /// <summary>Lifts the reservation of an issue that is planned: what it carries is carried.</summary>
    public async Task FoldAsync(
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        IssueRecord planned,
        CancellationToken cancellationToken
    )
    {
        var reserved = read.Value.Reserved!;
        var now = time.GetUtcNow();
        // By the earlier of two times, because either may be of a clock that was ahead.
        var newest = read.Value.Covered.Values.Select(c => c.At).DefaultIfEmpty(now).Max();
        var reference = newest < now ? newest : now;
        var covered = read
            .Value.Covered.Where(c => reference - c.Value.At < NewsletterProgress.CoveredFor)
            .ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        // What the winner carries, not what this process would have: they may differ by an article that was withdrawn.
        foreach (var slug in planned.Articles)
            covered[slug] = new Coverage(planned.Id, now);
        var since = reserved.At - NewsletterProgress.Settling;
        var folded = read.Value.Decided(reserved.Slot) with
        {
            Reserved = null,
            Covered = covered,
            LastIssue = planned.Id,
            Served = FrequencyLimit.After(read.Value, planned),
            Since = since > read.Value.Since ? since : read.Value.Since,
            LeftOutUntil = reserved.LeftOut?.Until ?? read.Value.LeftOutUntil,
            NotesSpentUntil = reserved.NoteDropped ?? read.Value.NotesSpentUntil,
            Wishes = reserved.SpendsWishes ? IssueWishes.None : read.Value.Wishes.Without(planned.Articles),
            // With what was reserved and is not carried: an article may be off the site at this moment.
            Postponed =
            [
                .. read
                    .Value.Postponed.Concat(reserved.Postponed ?? [])
                    .Concat(reserved.Articles)
                    .Distinct(StringComparer.Ordinal)
                    .Where(slug => !covered.ContainsKey(slug))
                    .Take(IssueWishes.MostArticles),
            ],
            ToList =
            [
                .. read.Value.ToList.Where(i => i.Issue != planned.Id),
                new IssueToList(
                    planned.Id,
                    IssueUrls.PathOf(newsletter.Id, IssueUrls.SlotOf(newsletter, planned.Id)),
                    planned.Subject,
                    planned.Due
                ),
            ],
        };
        // If another process was faster, it folded the same; if not, the next tick comes here again.
        await progressStore.TryChangeAsync(read, folded, cancellationToken);
    }

    private async Task<Refusal> GiveUpAsync(
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        CancellationToken cancellationToken
    )
    {
        var reserved = read.Value.Reserved!;
        LogGivenUp(reserved.Issue);
        var refusal = new Refusal(
            $"Issue {reserved.Issue} could not be planned for a day; its articles go into the next one."
        );
        // Where each try met a fault there was no refusal, and so staff were not notified yet.
        await staff.NotifyAsync(StaffNotice.NotPlanned(reserved.Issue, newsletter.Name, refusal), cancellationToken);
        await DropAsync(read, cancellationToken);
        return refusal;
    }

    [LoggerMessage(LogLevel.Warning, "Issue {Issue} could not be planned for a day and is given up")]
    private partial void LogGivenUp(IssueId issue);
}
