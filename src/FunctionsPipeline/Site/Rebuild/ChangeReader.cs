using System.Collections.Concurrent;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>Compares what waits with the catalog and with what the site shows. One instance for each rebuild.</summary>
internal sealed class ChangeReader(IBlobStore store, ListRouter router)
{
    private readonly ConcurrentBag<CatalogEntry> _missing = [];

    private readonly ConcurrentBag<Slug> _damaged = [];

    /// <summary>Pages that the catalog promises and the site lacks.</summary>
    public IReadOnlyList<CatalogEntry> Missing => [.. _missing];

    /// <summary>Articles whose catalog entries cannot be read; the site keeps what it has of them.</summary>
    public IReadOnlyList<Slug> Damaged => [.. _damaged];

    /// <summary>The lists are not there, or articles belong to others now: every article is a change.</summary>
    public async Task RecordWholeCatalogAsync(HashSet<string> waiting, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var entry in new CatalogStore(store).ListAsync(cancellationToken))
            names.Add(CatalogBlobs.SlugOf(entry));
        await Parallel.ForEachAsync(
            names.Where(n => !waiting.Contains(n)),
            Concurrency.Storage(cancellationToken),
            async (name, token) =>
                await store.WriteAsync(
                    new BlobPath(Containers.State, SiteChanges.ArticlePrefix + name),
                    "changed\n"u8.ToArray(),
                    BlobHeaders.Text,
                    WriteCondition.IfAbsent,
                    token
                )
        );
    }

    /// <summary>What waits, and what an earlier rebuild did not finish, each with what the catalog says of it now.</summary>
    public async Task<IReadOnlyList<ArticleChange>> ReadAsync(
        WaitingChanges waiting,
        SiteState state,
        CancellationToken cancellationToken
    )
    {
        var changes = new ConcurrentBag<ArticleChange>();
        var slugs = waiting.Articles.Concat(state.Pending.Keys.Select(Slug.Parse)).Distinct();
        await Parallel.ForEachAsync(
            slugs,
            Concurrency.Storage(cancellationToken),
            async (slug, token) =>
            {
                var stored = await store.ReadAsync(CatalogBlobs.Entry(slug), token);
                var entry = stored is null ? null : CatalogStore.Parse(stored);
                if (stored is not null && entry is null)
                {
                    // What the site shows of it stays until a person writes it again.
                    _damaged.Add(slug);
                    return;
                }
                var placed = (
                    await store.ReadJsonAsync(Placement.BlobOf(slug.Value), SiteJson.Compact.Placement, token)
                )?.Value;
                var tried = state.Pending.GetValueOrDefault(slug.Value) ?? [];
                ListedArticle? live = null;
                Placement? after = null;
                if (entry?.Status == CatalogStatus.Published)
                {
                    live = ListedArticle.From(entry);
                    after = router.Place(entry, live);
                    var change = new ArticleChange(slug, entry, live, placed, tried, after);
                    // Nothing may link to a page that is not there.
                    if (
                        change.IsNews
                        && await store.StatAsync(new BlobPath(Containers.Web, $"{slug}/index.html"), token) is null
                    )
                    {
                        _missing.Add(entry);
                        (live, after) = (null, null);
                    }
                }
                changes.Add(new ArticleChange(slug, entry, live, placed, tried, after));
            }
        );
        return [.. changes.OrderBy(c => c.Slug)];
    }
}
