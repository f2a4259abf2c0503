namespace FunctionsPipeline.Storage;

/// <summary>
/// What the domain asks of storage: whole small blobs with compare-and-swap, streams for large ones, listings, leases.
/// One contract suite (<c>BlobStoreContract</c> in the tests) runs against the in-memory fake and against Azurite.
/// </summary>
/// <remarks>
/// A name that is not addressable (<see cref="BlobPath.IsAddressable"/>) appears in listings only: reading finds
/// nothing, and any other method throws <see cref="ArgumentException"/>. Every method throws <see
/// cref="StorageException"/> when storage does not answer as documented. After such an exception from a write <b>the
/// write may have happened</b>: callers re-read before they repeat.
/// </remarks>
public interface IBlobStore
{
    /// <summary>Reads a whole blob. Null if the blob or its container does not exist.</summary>
    Task<Blob?> ReadAsync(BlobPath path, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a blob for reading without holding it in memory. Null if it does not exist. Dispose the result.
    /// </summary>
    Task<BlobReadStream?> OpenReadAsync(BlobPath path, CancellationToken cancellationToken);

    /// <summary>Reads a blob's properties only. Null if it does not exist.</summary>
    Task<BlobEntry?> StatAsync(BlobPath path, CancellationToken cancellationToken);

    /// <summary>Writes a whole blob atomically, creating the container if need be.</summary>
    /// <returns>The new ETag, or null if <paramref name="condition"/> was not met; then nothing was written.</returns>
    Task<string?> WriteAsync(
        BlobPath path,
        ReadOnlyMemory<byte> content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Writes a blob from a stream in blocks of bounded size; readers see the old content until the last block is in.
    /// </summary>
    /// <returns>
    /// As <see cref="WriteAsync(BlobPath, ReadOnlyMemory{byte}, BlobHeaders, WriteCondition, CancellationToken)"/>.
    /// </returns>
    Task<string?> WriteAsync(
        BlobPath path,
        Stream content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    );

    /// <summary>Deletes a blob.</summary>
    /// <param name="ifMatch">Delete only this ETag; null deletes any version.</param>
    /// <returns>False if there was nothing to delete or the ETag differed.</returns>
    Task<bool> DeleteAsync(BlobPath path, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>
    /// Lists blobs whose name starts with <paramref name="prefix"/>, in ordinal order of their UTF-8 names.
    /// </summary>
    /// <param name="prefix">Empty for all.</param>
    /// <returns>Nothing if the container does not exist. Read page by page (5,000 blobs a storage call).</returns>
    IAsyncEnumerable<BlobEntry> ListAsync(string container, string prefix, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a lease on a lock blob (created empty if absent): one holder at a time, which ends by itself when the
    /// holder dies.
    /// </summary>
    /// <param name="duration">15 to 60 seconds; the holder renews.</param>
    /// <returns>Null if another holds it. Disposing releases it.</returns>
    Task<IBlobLease?> TryLeaseAsync(BlobPath path, TimeSpan duration, CancellationToken cancellationToken);
}

/// <summary>A whole blob that was read.</summary>
/// <param name="ETag">Opaque version, for <see cref="WriteCondition.IfMatch"/>.</param>
public sealed record Blob(ReadOnlyMemory<byte> Content, string ETag, DateTimeOffset LastModified, BlobHeaders Headers);

/// <summary>A blob's properties, as a listing gives them. <see cref="Length"/> is in bytes.</summary>
public sealed record BlobEntry(string Name, string ETag, long Length, DateTimeOffset LastModified, string? ContentType)
{
    /// <summary>
    /// Of the content, Base64 as in HTTP's Content-MD5. In listings only, and null where storage has none: it makes one of
    /// content that came in one request.
    /// </summary>
    public string? Md5 { get; init; }
}

/// <summary>An open blob. Disposing closes <see cref="Content"/>.</summary>
public sealed record BlobReadStream(
    Stream Content,
    string ETag,
    long Length,
    DateTimeOffset LastModified,
    BlobHeaders Headers
) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <summary>What is stored beside a blob's content and served with it.</summary>
/// <param name="ContentType">A media type with its charset where it has one.</param>
/// <param name="CacheControl">The <c>Cache-Control</c> header of the static site; null for none.</param>
public sealed record BlobHeaders(string ContentType, string? CacheControl = null)
{
    public static BlobHeaders Json { get; } = new("application/json; charset=utf-8");
    public static BlobHeaders Html { get; } = new("text/html; charset=utf-8");
    public static BlobHeaders Text { get; } = new("text/plain; charset=utf-8");
}

/// <summary>When a write may happen.</summary>
public readonly record struct WriteCondition
{
    private WriteCondition(bool mustBeAbsent, string? eTag) => (MustBeAbsent, ETag) = (mustBeAbsent, eTag);

    /// <summary>True: only if no blob is there.</summary>
    public bool MustBeAbsent { get; }

    /// <summary>Not null: only over this version.</summary>
    public string? ETag { get; }

    /// <summary>Any version is overwritten. Only for content that any writer would write the same.</summary>
    public static WriteCondition Always => default;

    /// <summary>Write-once: only if no blob is there.</summary>
    public static WriteCondition IfAbsent { get; } = new(true, null);

    /// <summary>Compare-and-swap: only over the version that was read.</summary>
    public static WriteCondition IfMatch(string eTag) => new(false, eTag);

    /// <summary>Compare-and-swap after a read: over that version, or only if absent when nothing was there.</summary>
    public static WriteCondition After(Blob? read) => read is null ? IfAbsent : IfMatch(read.ETag);
}

/// <summary>A held lease. Disposing releases it; a dead holder's lease ends by itself.</summary>
public interface IBlobLease : IAsyncDisposable
{
    /// <summary>Holds on for another full duration. False if it was lost: stop what it protected.</summary>
    Task<bool> RenewAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Storage did not answer, or not as documented. A passing fault: the caller's message returns to its queue.
/// </summary>
public sealed class StorageException : Exception
{
    public StorageException(string message)
        : base(message) { }

    public StorageException(string message, Exception? innerException)
        : base(message, innerException) { }

    public StorageException() { }
}
