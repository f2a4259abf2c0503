using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Cli.Folders;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Build;

/// <summary>
/// Storage for building a site on disk: <c>articles</c> and <c>settings</c> are read from folders, <c>$web</c> is written to
/// one, everything else (catalog, lists) lives in memory and is gone afterwards. One process, one build.
/// </summary>
internal sealed class FolderStore(string articles, string? settings, string web) : IBlobStore
{
    /// <summary>Bytes that are read in one go. Articles are smaller, films are not.</summary>
    private const int Small = 1024 * 1024;

    private readonly ConcurrentDictionary<BlobPath, Entry> _blobs = new();
    private readonly Lock[] _locks = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];
    private long _version;

    /// <summary>Reads a folder's file names in. Files that cannot be blobs (broken names) are left out.</summary>
    public void Open()
    {
        Open(Containers.Articles, articles);
        if (settings is not null)
            Open(Containers.Settings, settings);
    }

    public Task<Blob?> ReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        if (!_blobs.TryGetValue(path, out var entry))
            return Task.FromResult<Blob?>(null);
        var content = entry.Content ?? File.ReadAllBytes(FileOf(path));
        return Task.FromResult<Blob?>(new Blob(content, entry.ETag, entry.Modified, entry.Headers));
    }

    public Task<BlobReadStream?> OpenReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        if (!_blobs.TryGetValue(path, out var entry))
            return Task.FromResult<BlobReadStream?>(null);
        // Not asynchronously, which would cost a thread hop for each of many small files.
        var bytes = entry.Content ?? (entry.Length <= Small ? File.ReadAllBytes(FileOf(path)) : null);
        Stream content = bytes is null ? File.OpenRead(FileOf(path)) : new MemoryStream(bytes, writable: false);
        return Task.FromResult<BlobReadStream?>(
            new BlobReadStream(content, entry.ETag, entry.Length, entry.Modified, entry.Headers)
        );
    }

    public Task<BlobEntry?> StatAsync(BlobPath path, CancellationToken cancellationToken) =>
        Task.FromResult(_blobs.TryGetValue(path, out var entry) ? entry.Describe(path.Name) : null);

    public Task<string?> WriteAsync(
        BlobPath path,
        ReadOnlyMemory<byte> content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    )
    {
        lock (LockOf(path))
        {
            _blobs.TryGetValue(path, out var old);
            if ((condition.MustBeAbsent && old is not null) || (condition.ETag is { } match && match != old?.ETag))
                return Task.FromResult<string?>(null);
            var onDisk = path.Container == Containers.Web;
            if (onDisk)
                WriteFile(FileOf(path), content.Span, old?.Length);
            var entry = new Entry(
                onDisk || !IsRead(path) ? null : content.ToArray(),
                content.Length,
                NextETag(),
                DateTimeOffset.UnixEpoch,
                headers
            );
            _blobs[path] = entry;
            return Task.FromResult<string?>(entry.ETag);
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
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer, cancellationToken);
        return await WriteAsync(
            path,
            buffer.GetBuffer().AsMemory(0, (int)buffer.Length),
            headers,
            condition,
            cancellationToken
        );
    }

    public Task<bool> DeleteAsync(BlobPath path, string? ifMatch, CancellationToken cancellationToken)
    {
        lock (LockOf(path))
        {
            if (!_blobs.TryGetValue(path, out var entry) || (ifMatch is not null && ifMatch != entry.ETag))
                return Task.FromResult(false);
            if (path.Container == Containers.Web)
                File.Delete(FileOf(path));
            return Task.FromResult(_blobs.TryRemove(path, out _));
        }
    }

    public async IAsyncEnumerable<BlobEntry> ListAsync(
        string container,
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await Task.CompletedTask;
        var names = _blobs
            .Keys.Where(p => p.Container == container && p.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(p => p.Name)
            .Order(StringComparer.Ordinal)
            .ToList();
        foreach (var name in names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_blobs.TryGetValue(new BlobPath(container, name), out var entry))
                yield return entry.Describe(name);
        }
    }

    public Task<IBlobLease?> TryLeaseAsync(BlobPath path, TimeSpan duration, CancellationToken cancellationToken) =>
        Task.FromResult<IBlobLease?>(new FreeLease());

    /// <summary>
    /// In one go and not asynchronously, which would cost a thread hop for each of many small files. Over what is there,
    /// not after cutting it to nothing: some file systems then wait for the disk.
    /// </summary>
    /// <param name="oldLength">Null: there is none yet, and perhaps no folder.</param>
    private static void WriteFile(string file, ReadOnlySpan<byte> content, long? oldLength)
    {
        if (oldLength is null)
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var handle = File.OpenHandle(
            file,
            FileMode.OpenOrCreate,
            FileAccess.Write,
            FileShare.Read,
            FileOptions.None
        );
        RandomAccess.Write(handle, content, 0);
        if (oldLength > content.Length)
            RandomAccess.SetLength(handle, content.Length);
    }

    private void Open(string container, string folder)
    {
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file.FullName).Replace('\\', '/');
            _blobs[new BlobPath(container, name)] = new Entry(
                null,
                file.Length,
                NextETag(),
                new DateTimeOffset(file.LastWriteTimeUtc),
                new BlobHeaders("application/octet-stream")
            );
        }
    }

    private string FileOf(BlobPath path)
    {
        var root = Path.GetFullPath(
            path.Container switch
            {
                Containers.Articles => articles,
                Containers.Settings when settings is not null => settings,
                Containers.Web => web,
                _ => throw new InvalidOperationException($"{path.Container} is not on disk."),
            }
        );
        var file = Path.GetFullPath(Path.Combine(root, path.Name));
        return file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? file
            : throw new StorageException("A file's name leads out of the folder.");
    }

    /// <summary>Articles are published side by side: a condition holds until what depends on it is written.</summary>
    private Lock LockOf(BlobPath path) => _locks[(uint)path.GetHashCode() % _locks.Length];

    /// <summary>
    /// Nothing in a build reads digests, or reports for people: kept, they would be most of what it takes of memory.
    /// </summary>
    private static bool IsRead(BlobPath path) =>
        !CatalogBlobs.IsDigest(path)
        && !(path.Container == Containers.Reports && path.Name.EndsWith(".html", StringComparison.Ordinal));

    private string NextETag() => Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture);

    /// <param name="Content">Null: on disk, or not kept.</param>
    private sealed record Entry(byte[]? Content, long Length, string ETag, DateTimeOffset Modified, BlobHeaders Headers)
    {
        public BlobEntry Describe(string name) => new(name, ETag, Length, Modified, Headers.ContentType);
    }
}
