using System.Collections.Concurrent;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Plans a mail per article for newsletters whose schedule is <c>instant</c>.</summary>
internal sealed class InstantIssues(
    ProgressStore progressStore,
    NewArticles newArticles,
    RestoredCopyGuard copyGuard,
    PostalAddressCheck address,
    IssuePlanner issuePlanner,
    ISendingReader sending,
    TimeProvider time
)
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

    public async Task PlanAsync(
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
        if (waiting.Count == 0 || !await address.HasAddressAsync(site, newsletter, cancellationToken))
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
            var slot = DueSlot.WholeSeconds(batch.Min(e => e.FirstPublished)!.Value);
            var due = new DueSlot(slot, DueSlot.SoonestDue(now, newsletter.HoldWindow), newsletter.HoldWindow);
            // The first of several issues says what was left out, for all of them.
            var answer = await issuePlanner.PlanAsync(
                site,
                newsletter,
                read,
                new IssueToPlan(due, batch, batch == batches[0] ? leftOut : null, IsOfSchedule: false),
                cancellationToken
            );
            if (answer.Refusal is not null)
                return;
            read = await progressStore.ReadAsync(newsletter, cancellationToken);
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
        var issue = IssueId.For(newsletter.Id, DueSlot.WholeSeconds(old.Min(e => e.FirstPublished)!.Value));
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
}
