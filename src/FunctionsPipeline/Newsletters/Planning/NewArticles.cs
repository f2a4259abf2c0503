using FunctionsPipeline.Articles;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Which articles a newsletter has not carried yet.</summary>
internal sealed class NewArticles(IBlobStore store, TimeProvider time)
{
    private const int ReadsAtATime = 8;

    /// <summary>An entry's write and the moment it speaks of come from two clocks.</summary>
    private static readonly TimeSpan ClockRoom = TimeSpan.FromHours(1);

    /// <summary>
    /// Live articles that match the newsletter's topics and are in none of its issues, the newest first. Reads only entries
    /// that were written since the last issue: what lies before cannot hold a new article.
    /// </summary>
    public async Task<IReadOnlyList<CatalogEntry>> FindAsync(
        NewsletterSettings newsletter, NewsletterProgress progress, CancellationToken cancellationToken)
    {
        var since = Since(progress);
        var names = new List<string>();
        await foreach (var blob in store.ListAsync(Containers.Newsletter, "catalog/", cancellationToken))
        {
            if (blob.LastModified > since - ClockRoom && blob.Name.EndsWith(".json", StringComparison.Ordinal))
                names.Add(blob.Name);
        }
        var found = new List<CatalogEntry>();
        foreach (var chunk in names.Chunk(ReadsAtATime))
        {
            var entries = await Task.WhenAll(chunk.Select(name => ReadAsync(new BlobPath(Containers.Newsletter, name), cancellationToken)));
            found.AddRange(entries.OfType<CatalogEntry>().Where(entry => IsNew(entry, newsletter, progress, since)));
        }
        return [.. InOrder(found)];
    }

    /// <summary>The named articles, in the order of their names, without those that are no longer live or meant for newsletters.</summary>
    public async Task<IReadOnlyList<CatalogEntry>> ReadAsync(IReadOnlyList<string> slugs, CancellationToken cancellationToken)
    {
        var found = new List<CatalogEntry>();
        foreach (var chunk in slugs.Where(s => Slug.TryParse(s, out _)).Chunk(ReadsAtATime))
        {
            var entries = await Task.WhenAll(chunk.Select(slug => ReadAsync(CatalogEntry.BlobOf(Slug.Parse(slug)), cancellationToken)));
            found.AddRange(entries.OfType<CatalogEntry>().Where(IsMailable));
        }
        return found;
    }

    /// <summary>The newest first, by the article's own date.</summary>
    public static IEnumerable<CatalogEntry> InOrder(IEnumerable<CatalogEntry> entries)
        => entries.OrderByDescending(e => e.Date).ThenBy(e => e.Slug, StringComparer.Ordinal);

    private async Task<CatalogEntry?> ReadAsync(BlobPath path, CancellationToken cancellationToken)
        => await CatalogEntry.ReadAsync(store, path, cancellationToken);

    /// <summary>A mark that lies ahead was set by a clock that had jumped; what was carried is known by name all the same.</summary>
    private DateTimeOffset Since(NewsletterProgress progress)
    {
        var now = time.GetUtcNow();
        return progress.Since <= now ? progress.Since : now - NewsletterProgress.Settling;
    }

    private static bool IsMailable(CatalogEntry entry) => entry is { Status: CatalogStatus.Published, Newsletter: true };

    private static bool IsNew(CatalogEntry entry, NewsletterSettings newsletter, NewsletterProgress progress, DateTimeOffset since)
        => IsMailable(entry)
            && entry.FirstPublished > since
            && !progress.Covered.ContainsKey(entry.Slug)
            && !entry.Aliases.Any(progress.Covered.ContainsKey)
            && (newsletter.Topics.Count == 0 || newsletter.Topics.Any(t => entry.Tags.Contains(t, StringComparer.OrdinalIgnoreCase)));
}
