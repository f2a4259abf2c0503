using FunctionsPipeline.Settings;
using FunctionsPipeline.Sources.Feeds;
using FunctionsPipeline.Sources.Fetching;
using FunctionsPipeline.Sources.Records;

namespace FunctionsPipeline.Sources.Entries;

/// <summary>
/// One read of a source: which entries are new, which changed, and which are gone. README.md has the rules with their reasons.
/// </summary>
internal sealed class EntryTurn(SourceSettings source, SiteSettings site, SourceState before, DateTimeOffset now)
{
    /// <summary>An entry that is dated before the first read by more than that was there already, and merely not in the feed.</summary>
    private static readonly TimeSpan BeforeFirstRead = TimeSpan.FromDays(2);

    /// <summary>Pages that one read asks for.</summary>
    private const int MostAsked = 5;

    private readonly Dictionary<string, TakenEntry> _entries = new(before.Entries, StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Every entry that is known by now.</summary>
    public IReadOnlyDictionary<string, TakenEntry> Entries => _entries;

    /// <summary>True if an entry came that was not known.</summary>
    public bool HasNew { get; private set; }

    /// <summary>Takes the entries of the feed, the oldest first.</summary>
    /// <param name="save">Called now and then, so that a death loses little.</param>
    public async Task TakeAsync(
        ParsedFeed feed,
        EntryArticle article,
        EntryTaking taking,
        Func<Task> save,
        CancellationToken cancellationToken
    )
    {
        const int BetweenSaves = 20;
        var byLink = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, taken) in _entries)
        {
            if (taken.Link is not null)
                byLink.TryAdd(taken.Link, key);
        }
        var published = 0;
        foreach (var entry in feed.Entries.Reverse().OrderBy(e => e.Published ?? now))
        {
            if (!article.IsWorthAnArticle(entry))
                continue;
            var key = EntryTaking.KeyOf(entry);
            // An entry whose id changed, e.g. because its site moved, is the same by its page.
            if (!_entries.ContainsKey(key) && byLink.TryGetValue(entry.Link?.AbsoluteUri ?? "", out var same))
                key = same;
            if (!_seen.Add(key))
                continue;
            var known = _entries.GetValueOrDefault(key);
            var taken = known is null
                ? await taking.TakeAsync(source.Id, key, entry, First(entry), article, cancellationToken)
                : await taking.UpdateAsync(
                    source.Id,
                    key,
                    entry,
                    known with
                    {
                        Link = entry.Link?.AbsoluteUri,
                    },
                    article,
                    cancellationToken
                );
            _entries[key] = taken;
            HasNew |= known is null;
            if (taken.Hash != known?.Hash && ++published % BetweenSaves == 0)
                await save();
        }
    }

    /// <summary>Takes back what its site took back.</summary>
    public async Task RemoveAsync(
        ParsedFeed feed,
        EntryTaking taking,
        FeedFetch fetch,
        CancellationToken cancellationToken
    )
    {
        foreach (var key in feed.Deleted.Select(EntryTaking.KeyOf))
        {
            if (!_seen.Contains(key) && _entries.TryGetValue(key, out var taken) && !taken.IsGone)
                _entries[key] = await taking.TakeBackAsync(source.Id, key, taken, cancellationToken);
        }
        var since = WholeSince(feed);
        var missing = _entries
            .Where(e => !_seen.Contains(e.Key) && !e.Value.IsGone && e.Value.IsDated && e.Value.Date > since)
            .Select(e => e.Key)
            .ToHashSet(StringComparer.Ordinal);
        // Where most are missing, the feed is another one by now: only what their own pages say counts.
        var there = _seen.Count(key => before.Entries.TryGetValue(key, out var known) && known.Date > since);
        var isFew = missing.Count <= there;
        var asked = 0;
        foreach (var (key, taken) in _entries.Where(e => !_seen.Contains(e.Key) && !e.Value.IsGone).ToList())
        {
            var times = missing.Contains(key) && isFew ? taken.Missing + 1 : 0;
            var isGone =
                times > 1
                || (
                    missing.Contains(key)
                    && asked++ < MostAsked
                    && Uri.TryCreate(taken.Link, UriKind.Absolute, out var page)
                    && !await fetch.IsThereAsync(page, site.Url, cancellationToken)
                );
            _entries[key] = isGone
                ? await taking.TakeBackAsync(source.Id, key, taken, cancellationToken)
                : taken with
                {
                    Missing = times,
                };
        }
    }

    /// <summary>The feed is as it was: what was missing then is missing again.</summary>
    public async Task RemoveMissingAsync(EntryTaking taking, CancellationToken cancellationToken)
    {
        foreach (var (key, taken) in _entries.Where(e => e.Value is { Missing: > 0, IsGone: false }).ToList())
            _entries[key] = await taking.TakeBackAsync(source.Id, key, taken, cancellationToken);
    }

    /// <summary>Forgets the oldest entries of a feed that has many, but none that it holds.</summary>
    public void Prune()
    {
        foreach (
            var (key, _) in _entries
                .Where(e => !_seen.Contains(e.Key))
                .OrderByDescending(e => e.Value.Date)
                .Skip(Math.Max(0, SourceState.MostEntries - _seen.Count))
                .ToList()
        )
            _entries.Remove(key);
    }

    private TakenEntry First(FeedEntry entry)
    {
        // A date that lies ahead would hold the article back; the clock of a site may be wrong.
        var date = entry.Published < now ? entry.Published.Value : now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        return new TakenEntry("", "", date)
        {
            Link = entry.Link?.AbsoluteUri,
            IsDated = entry.Published is not null,
            IsOld = before.FirstRead is not { } first || entry.Published < first - BeforeFirstRead,
        };
    }

    /// <summary>
    /// Since when the feed holds everything: what is younger and not there was taken out. The date of the oldest entry but one,
    /// because programs keep a single old entry in sight. Null if nothing can be said: entries have no dates or are not in their
    /// order, or none of them is known, so that the feed seems to be another one.
    /// </summary>
    private DateTimeOffset? WholeSince(ParsedFeed feed)
    {
        var dates = feed.Entries.Select(e => e.Published).OfType<DateTimeOffset>().ToList();
        if (dates.Count == 0 || dates.Count < feed.Entries.Count || !_seen.Any(before.Entries.ContainsKey))
            return null;
        var sorted = dates.Order().ToList();
        return dates.SequenceEqual(sorted) || dates.SequenceEqual(sorted.AsEnumerable().Reverse())
            ? sorted[sorted.Count > 2 ? 1 : 0]
            : null;
    }
}
