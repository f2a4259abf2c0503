using System.Collections.Concurrent;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Scheduling;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Goes through the newsletters and decides what is due.</summary>
internal sealed partial class DueNewsletters(
    ISiteSettingsSource settings,
    ProgressStore progressStore,
    NewArticles newArticles,
    ManualSelection manual,
    EditorsNotes notes,
    IssuePlanner issuePlanner,
    RestoredCopyGuard copyGuard,
    ISendingReader sending,
    IIssueArchive archive,
    StaffOutbox staff,
    TimeProvider time,
    ILogger<DueNewsletters> logger
) : INewsletterPlanning
{
    /// <summary>
    /// More articles than this at once, as after an import, go into one mail even where each would have one of its own:
    /// readers do not want 200 mails in a morning.
    /// </summary>
    private const int MostAtOnce = 5;

    /// <summary>
    /// How often instant newsletters look for articles: a look lists the catalog, and listings cost money.
    /// </summary>
    private static readonly TimeSpan InstantLook = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastLook = new(StringComparer.Ordinal);

    public async Task TickAsync(CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        foreach (var newsletter in site.Newsletters)
        {
            try
            {
                await AdvanceAsync(site, newsletter, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(newsletter.Id, e);
            }
        }
        await staff.FlushAsync(cancellationToken);
    }

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
        var read = await progressStore.ReadAsync(found, IsInstant(found), cancellationToken);
        var chosen = await manual.ChooseAsync(found, read.Value, articles, cancellationToken);
        if (chosen.Refusal is not null)
            return new ManualPlanResult(null, chosen.Refusal);
        if (
            await ReserveAsync(
                found,
                read,
                SlotNow(found),
                chosen.Entries,
                chosen.LeftOut,
                decides: false,
                cancellationToken
            )
            is not { } reserved
        )
            return new ManualPlanResult(null, "Another person is planning this newsletter; try again.");
        var refusal = await issuePlanner.CompleteAsync(site, found, reserved, cancellationToken);
        return new ManualPlanResult(refusal is null ? reserved.Value.Reserved!.Issue : null, refusal);
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
        var progress = await progressStore.LookAsync(found, IsInstant(found), cancellationToken);
        var chosen = await manual.ChooseAsync(found, progress, articles, cancellationToken);
        if (chosen.Refusal is not null)
            return new ManualPlanPreview(null, chosen.Refusal);
        var slot = SlotNow(found);
        var audience = await issuePlanner.AudienceAsync(
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

    private DueSlot SlotNow(NewsletterSettings newsletter)
    {
        var now = WholeSeconds(time.GetUtcNow());
        return new DueSlot(now, DueSlot.SoonestDue(now, newsletter.HoldWindow), newsletter.HoldWindow);
    }

    private async Task AdvanceAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        CancellationToken cancellationToken
    )
    {
        var schedule = ScheduleOf(newsletter);
        var read = await progressStore.ReadAsync(newsletter, schedule is { IsInstant: true }, cancellationToken);
        if (read.Value.Reserved is not null)
        {
            await issuePlanner.CompleteAsync(site, newsletter, read, cancellationToken);
            return;
        }
        read = await ListGoneAsync(newsletter, read, cancellationToken);
        if (schedule is null)
            return;
        if (schedule.IsInstant)
            await PlanInstantAsync(site, newsletter, read, cancellationToken);
        else
            await PlanScheduledAsync(site, newsletter, schedule, read, cancellationToken);
    }

    private async Task PlanScheduledAsync(
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
        if (due is null || !await HasAddressAsync(site, newsletter, cancellationToken))
            return;
        if (await copyGuard.MayHaveSentAsync(due.Slot, cancellationToken))
        {
            await copyGuard.NotifyAsync(IssueId.For(newsletter.Id, due.Slot), newsletter, [], cancellationToken);
            await progressStore.TryChangeAsync(read, read.Value.Decided(due.Slot), cancellationToken);
            return;
        }
        var found = await newArticles.FindAsync(newsletter, read.Value, cancellationToken);
        if (found.New.Count < Math.Max(1, newsletter.MinimumArticles))
        {
            LogTooFew(newsletter.Id, due.Slot, found.New.Count, newsletter.MinimumArticles);
            await progressStore.TryChangeAsync(read, read.Value.Decided(due.Slot), cancellationToken);
            return;
        }
        if (
            await ReserveAsync(newsletter, read, due, found.New, found.LeftOut, decides: true, cancellationToken) is
            { } reserved
        )
            await issuePlanner.CompleteAsync(site, newsletter, reserved, cancellationToken);
    }

    private async Task PlanInstantAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (_lastLook.TryGetValue(newsletter.Id, out var last) && now - last < InstantLook && now >= last)
            return;
        _lastLook[newsletter.Id] = now;
        var (waiting, leftOut) = await newArticles.FindAsync(newsletter, read.Value, cancellationToken);
        if (waiting.Count == 0 || !await HasAddressAsync(site, newsletter, cancellationToken))
            return;
        if (await LetPassAsync(newsletter, read, waiting, cancellationToken))
            return;
        var batches =
            waiting.Count > MostAtOnce
                ? [waiting]
                : waiting
                    .OrderBy(e => e.FirstPublished)
                    .ThenBy(e => e.Slug, StringComparer.Ordinal)
                    .Select(e => (IReadOnlyList<CatalogEntry>)[e])
                    .ToList();
        foreach (var batch in batches)
        {
            var slot = WholeSeconds(batch.Min(e => e.FirstPublished)!.Value);
            var due = new DueSlot(slot, DueSlot.SoonestDue(now, newsletter.HoldWindow), newsletter.HoldWindow);
            // The first of several issues says what was left out, for all of them.
            if (
                await ReserveAsync(
                    newsletter,
                    read,
                    due,
                    batch,
                    batch == batches[0] ? leftOut : null,
                    decides: false,
                    cancellationToken
                )
                    is not { } reserved
                || await issuePlanner.CompleteAsync(site, newsletter, reserved, cancellationToken) is not null
            )
                return;
            read = await progressStore.ReadAsync(newsletter, instant: true, cancellationToken);
            if (read.Value.Reserved is not null)
                return;
        }
    }

    /// <summary>
    /// Leaves out articles that went live before this storage was adopted: the other one may have mailed them.
    /// </summary>
    /// <returns>True if there were any.</returns>
    private async Task<bool> LetPassAsync(
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        IReadOnlyList<CatalogEntry> waiting,
        CancellationToken cancellationToken
    )
    {
        var adopted = await sending.CopyAdoptedAtAsync(cancellationToken);
        var old = waiting.Where(e => e.FirstPublished <= adopted).ToList();
        if (old.Count == 0)
            return false;
        var issue = IssueId.For(newsletter.Id, WholeSeconds(old.Min(e => e.FirstPublished)!.Value));
        await copyGuard.NotifyAsync(issue, newsletter, old, cancellationToken);
        var covered = read.Value.Covered.Concat(
            old.Select(e => KeyValuePair.Create(e.Slug, new Coverage(issue, time.GetUtcNow())))
        );
        await progressStore.TryChangeAsync(
            read,
            read.Value with
            {
                Covered = covered.ToDictionary(StringComparer.Ordinal),
            },
            cancellationToken
        );
        return true;
    }

    /// <summary>Null if another writer was faster.</summary>
    /// <param name="decides">
    /// True for a slot of the schedule, whose id must be that slot's; others take the next free second.
    /// </param>
    private async Task<Stored<NewsletterProgress>?> ReserveAsync(
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        DueSlot due,
        IReadOnlyList<CatalogEntry> entries,
        LeftOut? leftOut,
        bool decides,
        CancellationToken cancellationToken
    )
    {
        var slot = due.Slot;
        if (!decides)
        {
            while (await sending.FindAsync(IssueId.For(newsletter.Id, slot), cancellationToken) is not null)
                slot = slot.AddSeconds(1);
        }
        var now = time.GetUtcNow();
        var note =
            entries.Count == 1 && IsInstant(newsletter)
                ? null
                : await notes.NewestAsync(
                    newsletter.Id,
                    read.Value.NotesSpentUntil ?? read.Value.FirstSeen - DueSlot.StalenessLimit,
                    now,
                    cancellationToken
                );
        var reservation = new Reservation(
            IssueId.For(newsletter.Id, slot),
            slot,
            due.Due,
            due.HoldWindow,
            [.. entries.Select(e => e.Slug)],
            note?.Name,
            note?.Dropped,
            now,
            leftOut
        );
        return await progressStore.TryChangeAsync(read, read.Value with { Reserved = reservation }, cancellationToken);
    }

    /// <summary>Issues whose time has come are listed on the site, unless they were stopped for all recipients.</summary>
    private async Task<Stored<NewsletterProgress>> ListGoneAsync(
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var gone = read.Value.ToList.Where(i => i.Due <= now).ToList();
        if (gone.Count == 0)
            return read;
        foreach (var issue in gone)
        {
            if (
                await sending.FindAsync(issue.Issue, cancellationToken) is { } found
                && (
                    found.Stop is null
                    || await sending.AccountAsync(issue.Issue, cancellationToken) is { KeptFromAll: false }
                )
            )
                await archive.ListAsync(newsletter.Id, issue.Path, issue.Subject, issue.Due, cancellationToken);
        }
        var changed = read.Value with { ToList = [.. read.Value.ToList.Except(gone)] };
        return await progressStore.TryChangeAsync(read, changed, cancellationToken)
            ?? await progressStore.ReadAsync(newsletter, IsInstant(newsletter), cancellationToken);
    }

    private async Task<bool> HasAddressAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        CancellationToken cancellationToken
    )
    {
        if (site.Organisation.MayMail)
            return true;
        LogNoAddress(newsletter.Id);
        await staff.NotifyAsync(StaffNotice.NoPostalAddress(newsletter.Id, newsletter.Name), cancellationToken);
        return false;
    }

    /// <summary>Null for none, or for one that cannot be read: the settings' own check has notified staff.</summary>
    private static Schedule? ScheduleOf(NewsletterSettings newsletter) =>
        newsletter.Schedule is { } text && ScheduleParser.TryParse(text, out var schedule, out _) ? schedule : null;

    private static bool IsInstant(NewsletterSettings newsletter) => ScheduleOf(newsletter) is { IsInstant: true };

    private static DateTimeOffset WholeSeconds(DateTimeOffset at) =>
        at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerSecond));

    [LoggerMessage(LogLevel.Error, "Newsletter {Newsletter} could not be looked at; the next tick tries again")]
    private partial void LogFailed(string newsletter, Exception exception);

    [LoggerMessage(
        LogLevel.Information,
        "Newsletter {Newsletter} lets {Slot} pass: {Count} new articles, {Minimum} wanted"
    )]
    private partial void LogTooFew(string newsletter, DateTimeOffset slot, int count, int minimum);

    [LoggerMessage(
        LogLevel.Warning,
        "Newsletter {Newsletter} is due but nothing is planned: no postal address in site.yml"
    )]
    private partial void LogNoAddress(string newsletter);
}
