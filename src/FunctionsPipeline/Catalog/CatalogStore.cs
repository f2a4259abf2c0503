using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Catalog;

/// <summary>The catalog's entries, and who owns which slug.</summary>
public sealed class CatalogStore(IBlobStore store)
{
    /// <summary>
    /// Reads an entry. Null if there is none, or if it was damaged: one entry must not stop what goes through all.
    /// </summary>
    public Task<CatalogEntry?> FindAsync(Slug slug, CancellationToken cancellationToken) =>
        FindAsync(CatalogBlobs.Entry(slug), cancellationToken);

    /// <summary>Reads an entry that was listed.</summary>
    /// <returns>As <see cref="FindAsync(Slug, CancellationToken)"/>.</returns>
    public Task<CatalogEntry?> FindAsync(BlobEntry listed, CancellationToken cancellationToken) =>
        FindAsync(new BlobPath(Containers.State, listed.Name), cancellationToken);

    /// <summary>Lists all entries, in ordinal order of their slugs.</summary>
    public IAsyncEnumerable<BlobEntry> ListAsync(CancellationToken cancellationToken) =>
        store.ListAsync(Containers.State, CatalogBlobs.Folder, cancellationToken);

    /// <summary>
    /// The entry under a slug; null if there is none. One that a person damaged reads as a removed article without an
    /// owner: the next version of an article writes over it.
    /// </summary>
    public async Task<Stored<CatalogEntry>?> ReadAsync(Slug slug, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(CatalogBlobs.Entry(slug), cancellationToken) is not { } blob)
            return null;
        return new Stored<CatalogEntry>(
            Parse(blob) is { } entry && entry.Slug == slug.Value ? entry : Unowned(slug),
            blob.ETag
        );
    }

    /// <param name="over">The entry as it was read; null if there was none.</param>
    /// <returns>What is stored now; null if another writer came in between.</returns>
    public Task<Stored<CatalogEntry>?> WriteAsync(
        CatalogEntry entry,
        Stored<CatalogEntry>? over,
        CancellationToken cancellationToken
    ) =>
        new JsonDocument<CatalogEntry>(
            store,
            CatalogBlobs.Entry(Slug.Parse(entry.Slug)),
            CatalogJson.CatalogEntry
        ).SwapAsync(over, entry, cancellationToken);

    /// <summary>
    /// Does the other file still hold the slug? A file that was moved leaves an entry behind whose source is gone.
    /// </summary>
    public async Task<bool> IsTakenAsync(CatalogEntry entry, CancellationToken cancellationToken) =>
        entry.Status != CatalogStatus.Removed
        && await store.StatAsync(SourceBlobs.Of(entry.Source), cancellationToken) is not null;

    /// <summary>May a former address lead to this source's article: does no other article live there, or above it?</summary>
    public async Task<bool> IsFreeAsync(string path, string source, CancellationToken cancellationToken) =>
        !Slug.TryParse(path.Split('/')[0], out var slug)
        || await ReadAsync(slug, cancellationToken) is not { } entry
        || entry.Value.Status == CatalogStatus.Removed
        || entry.Value.Source == source;

    /// <returns>Null if it was damaged.</returns>
    internal static CatalogEntry? Parse(Blob blob)
    {
        try
        {
            return JsonSerializer.Deserialize(blob.Content.Span, CatalogJson.CatalogEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<CatalogEntry?> FindAsync(BlobPath path, CancellationToken cancellationToken) =>
        await store.ReadAsync(path, cancellationToken) is { } blob ? Parse(blob) : null;

    private static CatalogEntry Unowned(Slug slug) =>
        new()
        {
            Slug = slug.Value,
            Title = "",
            Summary = "",
            Status = CatalogStatus.Removed,
            Date = default,
            Source = "",
            SourceETag = "",
            PageHash = "",
        };
}
