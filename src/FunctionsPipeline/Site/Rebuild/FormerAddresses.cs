using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>
/// Addresses where an article was: a page that leads to where it is now, or nothing. A page of an article is never written
/// over or deleted here unless the catalog took it back after it was written.
/// </summary>
internal sealed class FormerAddresses(IBlobStore store, SiteView view)
{
    /// <summary>True for a plain path that is neither the article's own address nor one of the site's.</summary>
    public static bool IsUsable(string alias, string slug) => alias != slug && FormerPath.IsPlain(alias);

    /// <summary>
    /// Takes away what stands under the addresses of articles that were removed before any list showed them.
    /// </summary>
    public Task ClearAsync(IEnumerable<Slug> slugs, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            slugs,
            Concurrency.Storage(cancellationToken),
            (slug, token) => new ValueTask(SettleAsync(slug.Value, token))
        );

    /// <summary>Brings every address that these changes concern to what it should be.</summary>
    public async Task UpdateAsync(IReadOnlyList<ArticleChange> changes, CancellationToken cancellationToken)
    {
        // First all that are given up, then all that are taken: an alias may go from one article to another.
        var addresses = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            var kept = change.After?.Aliases ?? [];
            foreach (var alias in change.Before.SelectMany(b => b.Aliases).Except(kept, StringComparer.Ordinal))
            {
                await ReleaseAsync(alias, change.Slug.Value, cancellationToken);
                addresses.Add(alias);
            }
            if (change.Live is null)
                addresses.Add(change.Slug.Value);
        }
        foreach (var change in changes.Where(c => c.Live is not null))
        {
            foreach (var alias in change.After!.Aliases)
            {
                await ClaimAsync(alias, change.Slug.Value, cancellationToken);
                addresses.Add(alias);
            }
        }
        await Parallel.ForEachAsync(
            addresses,
            Concurrency.Storage(cancellationToken),
            (address, token) => new ValueTask(SettleAsync(address, token))
        );
    }

    /// <summary>Writes every page that leads elsewhere again: the site has moved or looks different.</summary>
    public async Task RewriteAllAsync(CancellationToken cancellationToken)
    {
        var folder = AliasState.BlobOf("").Name[..^".json".Length];
        await foreach (var entry in store.ListAsync(Containers.State, folder, cancellationToken))
            await SettleAsync(entry.Name[folder.Length..^".json".Length], cancellationToken);
    }

    private async Task ReleaseAsync(string alias, string slug, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(alias, cancellationToken);
        // Kept, but leading nowhere, until its page is gone: only it knows which page may be deleted.
        if (stored?.Value.Target == slug)
            await WriteAsync(alias, stored.Value with { Target = "" }, cancellationToken);
    }

    private async Task ClaimAsync(string alias, string slug, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(alias, cancellationToken);
        if (stored?.Value.Target != slug)
            await WriteAsync(alias, new AliasState(slug, stored?.Value.PageETag), cancellationToken);
    }

    private async Task SettleAsync(string address, CancellationToken cancellationToken)
    {
        var file = new BlobPath(Containers.Web, FileOf(address));
        // The page first, then the catalog: a publisher claims the entry before it writes a page, and a page that is
        // written after the entry was read is another version than the one that was seen.
        var page = await store.StatAsync(file, cancellationToken);
        var catalog = Slug.TryParse(address, out var slug)
            ? await store.ReadAsync(CatalogBlobs.Entry(slug), cancellationToken)
            : null;
        var alias = (await ReadAsync(address, cancellationToken))?.Value;
        // Live, about to be, or unknown.
        if (
            catalog is not null
            && CatalogStore.Parse(catalog) is null or { Status: CatalogStatus.Published } or { Claimed: true }
        )
            return;
        // Without an entry, a person may just be writing the first page here.
        if (catalog is null && page is not null && page.ETag != alias?.PageETag)
            return;
        if (alias is { Target.Length: > 0 })
        {
            var eTag = await store.WriteAsync(
                file,
                System.Text.Encoding.UTF8.GetBytes(StaticPages.Alias(view, alias.Target)),
                SiteHeaders.Page,
                page is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(page.ETag),
                cancellationToken
            );
            if (eTag is not null)
                await WriteAsync(address, alias with { PageETag = eTag }, cancellationToken);
            return;
        }
        if (page is not null)
            await store.DeleteAsync(file, page.ETag, cancellationToken);
        if (catalog is not null)
            await DeleteFilesOfAsync(slug, catalog.LastModified, cancellationToken);
        if (alias is not null)
            await store.DeleteAsync(AliasState.BlobOf(address), null, cancellationToken);
    }

    /// <summary>
    /// The pictures that were published with the article. Other pages below its address are aliases of others.
    /// </summary>
    private async Task DeleteFilesOfAsync(Slug slug, DateTimeOffset takenBack, CancellationToken cancellationToken)
    {
        await foreach (var entry in store.ListAsync(Containers.Web, $"{slug}/", cancellationToken))
        {
            if (entry.LastModified <= takenBack && !entry.Name.EndsWith(".html", StringComparison.Ordinal))
                await store.DeleteAsync(new BlobPath(Containers.Web, entry.Name), entry.ETag, cancellationToken);
        }
    }

    private static string FileOf(string address) =>
        address.EndsWith(".html", StringComparison.Ordinal) || address.EndsWith(".htm", StringComparison.Ordinal)
            ? address
            : $"{address}/index.html";

    private Task<Stored<AliasState>?> ReadAsync(string alias, CancellationToken cancellationToken) =>
        store.ReadJsonAsync(AliasState.BlobOf(alias), SiteJson.Compact.AliasState, cancellationToken);

    /// <summary>Only the holder of the rebuild's lease writes here.</summary>
    private Task<string?> WriteAsync(string alias, AliasState state, CancellationToken cancellationToken) =>
        store.WriteJsonAsync(
            AliasState.BlobOf(alias),
            state,
            SiteJson.Compact.AliasState,
            WriteCondition.Always,
            cancellationToken
        );
}
