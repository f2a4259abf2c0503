using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Publishing;

/// <summary>Where an article stands once it is live: its page, its content for feeds, its digest.</summary>
internal sealed class PublishedBlobs(IBlobStore store)
{
    /// <summary>Pages change: browsers ask again after a minute.</summary>
    private static readonly BlobHeaders PageHeaders = BlobHeaders.Html with { CacheControl = "public, max-age=60" };

    /// <summary>Writes all three at once.</summary>
    /// <param name="claimed">
    /// The entry was just claimed by us. If not, there was none, and nothing may stand here yet.
    /// </param>
    /// <returns>False if something does.</returns>
    public async Task<bool> PutAsync(
        Slug slug,
        ReadOnlyMemory<byte> page,
        ReadOnlyMemory<byte> content,
        ReadOnlyMemory<byte> digest,
        bool claimed,
        CancellationToken cancellationToken
    )
    {
        var condition = claimed ? WriteCondition.Always : WriteCondition.IfAbsent;
        var written = await Task.WhenAll(
            store.WriteAsync(
                new BlobPath(Containers.Web, $"{slug}/index.html"),
                page,
                PageHeaders,
                condition,
                cancellationToken
            ),
            store.WriteAsync(CatalogBlobs.Content(slug), content, BlobHeaders.Html, condition, cancellationToken),
            store.WriteAsync(CatalogBlobs.Digest(slug), digest, BlobHeaders.Json, condition, cancellationToken)
        );
        return !Array.Exists(written, w => w is null);
    }

    /// <summary>
    /// Takes away what newsletters and feeds would read. The page and its files stay until the site leads to them no
    /// longer, and go with the rebuild.
    /// </summary>
    public Task WithdrawAsync(Slug slug, CancellationToken cancellationToken) =>
        Task.WhenAll(
            store.DeleteAsync(CatalogBlobs.Content(slug), null, cancellationToken),
            store.DeleteAsync(CatalogBlobs.Digest(slug), null, cancellationToken)
        );
}
