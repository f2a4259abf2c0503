using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Takes one reserved issue from its reservation to a frozen plan, from wherever an earlier try stopped.</summary>
internal sealed partial class IssuePlanner(
    ProgressStore progressStore,
    NewArticles articles,
    EditorsNotes notes,
    IssueComposer composer,
    CompositionNotes compositions,
    BrowserPages pages,
    ISendingReader sending,
    IIssueFreezer freezer,
    FrequencyLimit frequencyLimit,
    RestoredCopyGuard copyGuard,
    StaffOutbox staff,
    TimeProvider time,
    ILogger<IssuePlanner> logger
)
{
    /// <summary>Plans it.</summary>
    /// <param name="read">The progress with the reservation.</param>
    /// <returns>
    /// The refusal, for people, if it could not be planned now; null if it was, or if nothing is left to plan.
    /// </returns>
    public async Task<string?> CompleteAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        CancellationToken cancellationToken
    )
    {
        var reserved = read.Value.Reserved!;
        var planned = await FindPlannedAsync(reserved.Issue, cancellationToken);
        if (planned is null)
        {
            if (await copyGuard.MayHavePlannedAsync(reserved, cancellationToken))
            {
                await copyGuard.NotifyAsync(reserved.Issue, newsletter, [], cancellationToken);
                await progressStore.TryChangeAsync(
                    read,
                    read.Value.Decided(reserved.Slot) with
                    {
                        Reserved = null,
                    },
                    cancellationToken
                );
                return null;
            }
            var now = time.GetUtcNow();
            if (now - reserved.At > DueSlot.StalenessLimit)
                return await GiveUpAsync(newsletter, read, reserved, cancellationToken);
            if (DueSlot.IsTooLate(reserved.Due, reserved.HoldWindow, now))
            {
                var hold = DueSlot.CatchUpHold(reserved.HoldWindow);
                reserved = reserved with { HoldWindow = hold, Due = DueSlot.SoonestDue(now, hold) };
                if (
                    await progressStore.TryChangeAsync(read, read.Value with { Reserved = reserved }, cancellationToken)
                    is not { } moved
                )
                    return null;
                read = moved;
            }
            var entries = await articles.ReadAsync(reserved.Articles, cancellationToken);
            if (entries.Count == 0)
            {
                LogNothingLeft(reserved.Issue);
                await progressStore.TryChangeAsync(
                    read,
                    read.Value.Decided(reserved.Slot) with
                    {
                        Reserved = null,
                    },
                    cancellationToken
                );
                return null;
            }
            var answer = await PlanAsync(site, newsletter, read.Value, reserved, entries, cancellationToken);
            if (answer.Issue is null)
            {
                await staff.NotifyAsync(
                    StaffNotice.NotPlanned(reserved.Issue, newsletter.Name, answer.Refusal ?? ""),
                    cancellationToken
                );
                return answer.Refusal;
            }
            planned = answer.Issue;
        }
        var content =
            await sending.ContentAsync(planned.Id, cancellationToken)
            ?? throw new StorageException($"The content of issue {planned.Id} is not there although it is planned.");
        // Anyone who won may have composed it a moment earlier or later: the page shows what is mailed.
        await pages.PublishAsync(site, newsletter, SlotOf(newsletter, planned.Id), content, cancellationToken);
        await FoldAsync(newsletter, read, reserved, planned, cancellationToken);
        LogPlanned(planned.Id, planned.Recipients, planned.Articles.Count);
        return null;
    }

    /// <summary>The audience of an issue with these articles.</summary>
    public async Task<AudienceQuery> AudienceAsync(
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

    private async Task<FreezeAnswer> PlanAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        NewsletterProgress progress,
        Reservation reserved,
        IReadOnlyList<CatalogEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var audience = await AudienceAsync(site, newsletter, progress, reserved.Due, entries, cancellationToken);
        var note = reserved.Note is { } name ? await notes.ReadAsync(site, name, cancellationToken) : NoteReading.None;
        var slot = SlotOf(newsletter, reserved.Issue);
        var composed = await composer.ComposeAsync(
            site,
            newsletter,
            new IssuePlan(reserved.Issue, slot, reserved.Due, entries, note.Note),
            cancellationToken
        );
        await compositions.WriteAsync(
            reserved.Issue,
            [.. note.Findings, .. composed.Findings, .. Explain(reserved.LeftOut, site)],
            cancellationToken
        );
        // Live before any mail links to it.
        await pages.PublishAsync(site, newsletter, slot, composed.Content, cancellationToken);
        return await freezer.FreezeAsync(
            new IssueDraft(
                reserved.Issue,
                newsletter.Id,
                reserved.Due,
                reserved.HoldWindow,
                audience,
                composed.Content
            ),
            cancellationToken
        );
    }

    /// <summary>
    /// What a person who chose topics may have chosen. Empty, which is no test, if an article has no topic: it is for
    /// all.
    /// </summary>
    private static string[] TopicsOf(IReadOnlyList<CatalogEntry> entries) =>
        entries.Any(e => e.Tags.Count == 0)
            ? []
            : [.. entries.SelectMany(e => e.Tags).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>For the preview: readers may wait for an article that staff saw go live.</summary>
    private static IEnumerable<Finding> Explain(LeftOut? leftOut, SiteSettings site)
    {
        if (leftOut is not { Articles: > 0 } some)
            return [];
        var strings = StringTable.Load(IssueComposer.Strings, site.Language);
        var message = AccountFigures.Counted(
            strings,
            "finding-from-archive",
            some.Articles,
            IssueLines.CultureOf(site.Language)
        );
        return [new Finding("from-archive", Severity.Note, message, strings["finding-from-archive-fix"])];
    }

    private async Task<IssueRecord?> FindPlannedAsync(IssueId id, CancellationToken cancellationToken) =>
        await sending.FindAsync(id, cancellationToken) is { State: not IssueState.Planning } planned ? planned : null;

    private async Task FoldAsync(
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        Reservation reserved,
        IssueRecord planned,
        CancellationToken cancellationToken
    )
    {
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
            ToList =
            [
                .. read.Value.ToList.Where(i => i.Issue != planned.Id),
                new IssueToList(
                    planned.Id,
                    IssueUrls.PathOf(newsletter.Id, SlotOf(newsletter, planned.Id)),
                    planned.Subject,
                    planned.Due
                ),
            ],
        };
        // If another process was faster, it folded the same; if not, the next tick comes here again.
        await progressStore.TryChangeAsync(read, folded, cancellationToken);
    }

    private async Task<string> GiveUpAsync(
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        Reservation reserved,
        CancellationToken cancellationToken
    )
    {
        LogGivenUp(reserved.Issue);
        var refusal = $"Issue {reserved.Issue} could not be planned for a day; its articles go into the next one.";
        // Where each try met a fault there was no refusal, and so staff were not notified yet.
        await staff.NotifyAsync(StaffNotice.NotPlanned(reserved.Issue, newsletter.Name, refusal), cancellationToken);
        await progressStore.TryChangeAsync(
            read,
            read.Value.Decided(reserved.Slot) with
            {
                Reserved = null,
            },
            cancellationToken
        );
        return refusal;
    }

    private static string SlotOf(NewsletterSettings newsletter, IssueId id) => id.Value[(newsletter.Id.Length + 1)..];

    [LoggerMessage(LogLevel.Information, "Issue {Issue} is planned: {Recipients} recipients, {Articles} articles")]
    private partial void LogPlanned(IssueId issue, int recipients, int articles);

    [LoggerMessage(LogLevel.Information, "Issue {Issue} is not planned: its articles are no longer there")]
    private partial void LogNothingLeft(IssueId issue);

    [LoggerMessage(LogLevel.Warning, "Issue {Issue} could not be planned for a day and is given up")]
    private partial void LogGivenUp(IssueId issue);
}
