using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Publishing;

/// <summary>Where an article stands once it is live: its page, its content for feeds, its digest.</summary>
internal sealed class Shelf(IBlobStore store)
{
    /// <summary>Pages change: browsers ask again after a minute.</summary>
    private static readonly BlobHeaders PageHeaders = BlobHeaders.Html with { CacheControl = "public, max-age=60" };

    /// <summary>Writes all three at once.</summary>
    /// <param name="entry">The catalog entry as it was read; null if there is none.</param>
    /// <param name="claimed">The entry was just written by us: nobody else may be writing here, so that no condition is needed.</param>
    /// <returns>The page's ETag, or null if somebody else wrote here since the entry was read.</returns>
    public async Task<string?> PutAsync(
        Slug slug, ReadOnlyMemory<byte> page, ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> digest, CatalogEntry? entry, bool claimed, CancellationToken cancellationToken)
    {
        var fresh = entry is null ? WriteCondition.IfAbsent : WriteCondition.Always;
        var pageCondition = claimed || entry is { PageETag: null } ? WriteCondition.Always : entry is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(entry.PageETag!);
        var written = await Task.WhenAll(
            store.WriteAsync(new BlobPath(Containers.Web, $"{slug}/index.html"), page, PageHeaders, pageCondition, cancellationToken),
            store.WriteAsync(ArticleContent.BlobOf(slug), content, BlobHeaders.Html, fresh, cancellationToken),
            store.WriteAsync(ArticleDigest.BlobOf(slug), digest, BlobHeaders.Json, fresh, cancellationToken));
        return Array.Exists(written, w => w is null) ? null : written[0];
    }

    /// <summary>
    /// Takes away what newsletters and feeds would read. The page and its files stay until the site leads to them no
    /// longer, and go with the rebuild.
    /// </summary>
    public Task WithdrawAsync(Slug slug, CancellationToken cancellationToken) => Task.WhenAll(
        store.DeleteAsync(ArticleContent.BlobOf(slug), null, cancellationToken),
        store.DeleteAsync(ArticleDigest.BlobOf(slug), null, cancellationToken));
}
