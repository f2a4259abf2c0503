using System.Collections.Concurrent;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Which articles a newsletter has not carried yet.</summary>
internal sealed class NewArticles(IBlobStore store, TimeProvider time)
{
    private const int ReadsAtATime = 8;

    /// <summary>An entry's write and the moment it speaks of come from two clocks.</summary>
    private static readonly TimeSpan ClockRoom = TimeSpan.FromHours(1);

    /// <summary>Some 30 MB of entries at most; what is above is read again at each look.</summary>
    private const int MostRemembered = 20_000;

    private readonly CatalogStore _catalog = new(store);

    /// <summary>
    /// Entries from an archive as they were last read, by blob name, with the ETag of the listing. Thousands of them stay in
    /// sight for weeks, and an instant newsletter looks every five minutes: each read costs money.
    /// </summary>
    private readonly ConcurrentDictionary<string, Stored<CatalogEntry>> _archive = new(StringComparer.Ordinal);

    /// <summary>
    /// Live articles that match the newsletter's topics and are in none of its issues, the newest first. Reads only entries
    /// that were written since the last issue, and those that a person left out of one: nothing else can be new.
    /// </summary>
    public async Task<FoundArticles> FindAsync(
        NewsletterSettings newsletter,
        NewsletterProgress progress,
        CancellationToken cancellationToken
    )
    {
        var since = Since(progress);
        var now = time.GetUtcNow();
        var blobs = new List<BlobEntry>();
        await foreach (var blob in _catalog.ListAsync(cancellationToken))
        {
            if (blob.LastModified > since - ClockRoom && blob.Name.EndsWith(".json", StringComparison.Ordinal))
                blobs.Add(blob);
        }
        // A renamed article is a new entry, and waits under its former name.
        var postponed = progress.Postponed.ToHashSet(StringComparer.Ordinal);
        var found = new List<CatalogEntry>();
        foreach (var chunk in blobs.Chunk(ReadsAtATime))
        {
            var entries = await Task.WhenAll(chunk.Select(blob => ReadAsync(blob, cancellationToken)));
            found.AddRange(
                entries
                    .OfType<CatalogEntry>()
                    .Where(entry =>
                        IsUncarried(
                            entry,
                            newsletter,
                            progress,
                            entry.NamesEver().Any(postponed.Contains) ? DateTimeOffset.MinValue : since
                        )
                    )
            );
        }
        postponed.ExceptWith(found.Select(e => e.Slug));
        var waited = await ReadAsync([.. postponed], cancellationToken);
        found.AddRange(waited.Where(entry => IsUncarried(entry, newsletter, progress, DateTimeOffset.MinValue)));
        // An article from an archive stays in sight as long as any other, and is counted in one preview only.
        var counted = progress.LeftOutUntil <= now ? progress.LeftOutUntil : null;
        var leftOut = found.Count(e => e is { IsNews: false, Home: null } && !(e.FirstPublished <= counted));
        return new FoundArticles([.. InOrder(found.Where(e => e.IsNews))], new LeftOut(leftOut, now));
    }

    /// <summary>
    /// The named articles, in the order of their names, without those that are no longer live or meant for newsletters.
    /// </summary>
    public async Task<IReadOnlyList<CatalogEntry>> ReadAsync(
        IReadOnlyList<string> slugs,
        CancellationToken cancellationToken
    )
    {
        var known = await KnownAsync(slugs, cancellationToken);
        return [.. slugs.Select(s => known.GetValueOrDefault(s)).OfType<CatalogEntry>().Where(IsMailable)];
    }

    /// <summary>The named articles by slug, also those that are no longer live.</summary>
    public async Task<IReadOnlyDictionary<string, CatalogEntry>> KnownAsync(
        IReadOnlyList<string> slugs,
        CancellationToken cancellationToken
    )
    {
        var known = new Dictionary<string, CatalogEntry>(StringComparer.Ordinal);
        foreach (
            var chunk in slugs.Where(s => Slug.TryParse(s, out _)).Distinct(StringComparer.Ordinal).Chunk(ReadsAtATime)
        )
        {
            var entries = await Task.WhenAll(
                chunk.Select(slug => _catalog.FindAsync(Slug.Parse(slug), cancellationToken))
            );
            foreach (var (slug, entry) in chunk.Zip(entries))
            {
                if (entry is not null)
                    known[slug] = entry;
            }
        }
        return known;
    }

    /// <summary>The newest first, by the article's own date.</summary>
    public static IEnumerable<CatalogEntry> InOrder(IEnumerable<CatalogEntry> entries) =>
        entries.OrderByDescending(e => e.Date).ThenBy(e => e.Slug, StringComparer.Ordinal);

    private async Task<CatalogEntry?> ReadAsync(BlobEntry blob, CancellationToken cancellationToken)
    {
        if (_archive.TryGetValue(blob.Name, out var known) && known.ETag == blob.ETag)
            return known.Value;
        var entry = await _catalog.FindAsync(blob, cancellationToken);
        if (entry is { IsNews: false } && (known is not null || _archive.Count < MostRemembered))
            _archive[blob.Name] = new Stored<CatalogEntry>(entry, blob.ETag);
        return entry;
    }

    /// <summary>
    /// A mark that lies ahead was set by a clock that had jumped; what was carried is known by name all the same.
    /// </summary>
    private DateTimeOffset Since(NewsletterProgress progress)
    {
        var now = time.GetUtcNow();
        return progress.Since <= now ? progress.Since : now - NewsletterProgress.Settling;
    }

    /// <summary>Also for articles from an archive: a person may name one.</summary>
    private static bool IsMailable(CatalogEntry entry) =>
        entry is { Status: CatalogStatus.Published, Newsletter: not false };

    private static bool IsUncarried(
        CatalogEntry entry,
        NewsletterSettings newsletter,
        NewsletterProgress progress,
        DateTimeOffset since
    ) =>
        IsMailable(entry)
        && entry.FirstPublished > since
        && !entry.NamesEver().Any(progress.Covered.ContainsKey)
        && Concerns(newsletter, entry);

    /// <summary>What is at home elsewhere goes only into the newsletters that its source names.</summary>
    private static bool Concerns(NewsletterSettings newsletter, CatalogEntry entry) =>
        entry.Home is { } home && newsletter.Sources.TryGetValue(home.Source, out var carries)
            ? carries
            : entry.Home is not { IsOwn: false } && Topics.Match(newsletter.Topics, entry.Tags);
}

/// <param name="New">The newest first.</param>
/// <param name="LeftOut">What else would be new, were it not from an archive.</param>
internal sealed record FoundArticles(IReadOnlyList<CatalogEntry> New, LeftOut LeftOut);
