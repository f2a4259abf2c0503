using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Folders;

/// <summary>
/// Storage for looking at a folder: <c>articles</c> is read from disk, everything else lives in memory and ends with the
/// command. Nothing is ever written to disk, unlike by <see cref="Build.FolderStore"/>, and the folder may change meanwhile.
/// </summary>
/// <param name="isKept">False: what is written is dropped, for work whose results are not read.</param>
internal sealed class LocalStore(bool isKept) : IBlobStore
{
    /// <summary>Larger files are streamed.</summary>
    private const long ReadAtOnce = 1024 * 1024;

    private readonly ConcurrentDictionary<BlobPath, Blob> _blobs = new();
    private readonly Lock _writing = new();
    private long _version;
    private ArticleFolder? _articles;

    /// <summary>The folder as it was seen last; null for no articles.</summary>
    public ArticleFolder? Articles
    {
        get => Volatile.Read(ref _articles);
        set => Volatile.Write(ref _articles, value);
    }

    public async Task<Blob?> ReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        if (path.Container != Containers.Articles)
            return _blobs.GetValueOrDefault(path);
        await using var stream = await OpenReadAsync(path, cancellationToken);
        if (stream is null)
            return null;
        using var content = new MemoryStream();
        await stream.Content.CopyToAsync(content, cancellationToken);
        return new Blob(content.ToArray(), stream.ETag, stream.LastModified, stream.Headers);
    }

    public Task<BlobReadStream?> OpenReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        if (path.Container == Containers.Articles)
            return Task.FromResult(Find(path) is { } file ? Open(file) : null);
        return Task.FromResult(
            _blobs.TryGetValue(path, out var blob)
                ? new BlobReadStream(
                    new MemoryStream(blob.Content.ToArray(), writable: false),
                    blob.ETag,
                    blob.Content.Length,
                    blob.LastModified,
                    blob.Headers
                )
                : null
        );
    }

    public Task<BlobEntry?> StatAsync(BlobPath path, CancellationToken cancellationToken) =>
        Task.FromResult(
            path.Container == Containers.Articles ? (Find(path) is { } file ? Describe(file) : null)
            : _blobs.TryGetValue(path, out var blob) ? Describe(path.Name, blob)
            : null
        );

    public Task<string?> WriteAsync(
        BlobPath path,
        ReadOnlyMemory<byte> content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    )
    {
        if (!isKept)
            return Task.FromResult<string?>("0");
        lock (_writing)
        {
            var old = _blobs.GetValueOrDefault(path);
            if ((condition.MustBeAbsent && old is not null) || (condition.ETag is { } match && match != old?.ETag))
                return Task.FromResult<string?>(null);
            var eTag = (++_version).ToString(CultureInfo.InvariantCulture);
            _blobs[path] = new Blob(content.ToArray(), eTag, DateTimeOffset.UnixEpoch, headers);
            return Task.FromResult<string?>(eTag);
        }
    }

    public async Task<string?> WriteAsync(
        BlobPath path,
        Stream content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    )
    {
        if (!isKept)
            return "0";
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer, cancellationToken);
        return await WriteAsync(path, buffer.ToArray(), headers, condition, cancellationToken);
    }

    public Task<bool> DeleteAsync(BlobPath path, string? ifMatch, CancellationToken cancellationToken)
    {
        lock (_writing)
        {
            return Task.FromResult(
                _blobs.TryGetValue(path, out var blob)
                    && (ifMatch is null || ifMatch == blob.ETag)
                    && _blobs.TryRemove(path, out _)
            );
        }
    }

    public async IAsyncEnumerable<BlobEntry> ListAsync(
        string container,
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await Task.CompletedTask;
        var entries =
            container == Containers.Articles
                ? Articles?.Files.Values.Select(Describe) ?? []
                : _blobs.Where(b => b.Key.Container == container).Select(b => Describe(b.Key.Name, b.Value));
        foreach (
            var entry in entries
                .Where(e => e.Name.StartsWith(prefix, StringComparison.Ordinal))
                .OrderBy(e => e.Name, StringComparer.Ordinal)
                .ToList()
        )
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    public Task<IBlobLease?> TryLeaseAsync(BlobPath path, TimeSpan duration, CancellationToken cancellationToken) =>
        Task.FromResult<IBlobLease?>(new FreeLease());

    private FolderFile? Find(BlobPath path) => Articles?.Files.GetValueOrDefault(path.Name);

    /// <returns>Null if it cannot be opened, or is gone again.</returns>
    private static BlobReadStream? Open(FolderFile file)
    {
        try
        {
            var content = file.Length is > 0 and <= ReadAtOnce
                ? new MemoryStream(File.ReadAllBytes(file.Path), writable: false)
                : file.OpenRead();
            return new BlobReadStream(content, file.ETag, content.Length, file.Modified, Unknown);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static BlobHeaders Unknown { get; } = new("application/octet-stream");

    private static BlobEntry Describe(FolderFile file) =>
        new(file.Name, file.ETag, file.Length, file.Modified, Unknown.ContentType);

    private static BlobEntry Describe(string name, Blob blob) =>
        new(name, blob.ETag, blob.Content.Length, blob.LastModified, blob.Headers.ContentType);
}
