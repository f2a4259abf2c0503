using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Testing;

/// <summary>A working <see cref="IBlobStore"/> in memory, held to the same contract suite as Azurite.</summary>
public sealed class InMemoryBlobStore(TimeProvider? time = null) : IBlobStore
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<(string, string), Entry> _blobs = [];
    private readonly SortedSet<(string, string)> _names = new(Comparer.Instance);
    private readonly Dictionary<BlobPath, (object Holder, DateTimeOffset Until)> _leases = [];
    private readonly Lock _gate = new();
    private long _version;

    /// <summary>How many calls were made, by method name.</summary>
    public ConcurrentDictionary<string, int> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>Called before each operation with its name and path; throw from it to inject a fault.</summary>
    public Action<string, BlobPath>? Before { get; set; }

    /// <summary>Called after each operation took effect; throw from it to lose the response.</summary>
    public Action<string, BlobPath>? After { get; set; }

    public Task<Blob?> ReadAsync(BlobPath path, CancellationToken cancellationToken) =>
        Run(
            nameof(ReadAsync),
            path,
            () =>
                path.IsAddressable && _blobs.TryGetValue(Key(path), out var e)
                    ? new Blob(e.Content, e.ETag, e.Modified, e.Headers)
                    : null,
            cancellationToken
        );

    public Task<BlobReadStream?> OpenReadAsync(BlobPath path, CancellationToken cancellationToken) =>
        Run(
            nameof(OpenReadAsync),
            path,
            () =>
                path.IsAddressable && _blobs.TryGetValue(Key(path), out var e)
                    ? new BlobReadStream(
                        new MemoryStream(e.Content, writable: false),
                        e.ETag,
                        e.Content.Length,
                        e.Modified,
                        e.Headers
                    )
                    : null,
            cancellationToken
        );

    public Task<BlobEntry?> StatAsync(BlobPath path, CancellationToken cancellationToken) =>
        Run(
            nameof(StatAsync),
            path,
            () =>
                path.IsAddressable && _blobs.TryGetValue(Key(path), out var e)
                    ? new BlobEntry(path.Name, e.ETag, e.Content.Length, e.Modified, e.Headers.ContentType)
                    : null,
            cancellationToken
        );

    public Task<string?> WriteAsync(
        BlobPath path,
        ReadOnlyMemory<byte> content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    ) =>
        Run(
            nameof(WriteAsync),
            BlobPath.EnsureAddressable(path),
            () =>
            {
                _blobs.TryGetValue(Key(path), out var old);
                if ((condition.MustBeAbsent && old is not null) || (condition.ETag is { } match && match != old?.ETag))
                    return null;
                var eTag = string.Create(CultureInfo.InvariantCulture, $"\"0x{++_version:X}\"");
                _names.Add(Key(path));
                _blobs[Key(path)] = new Entry(content.ToArray(), eTag, _time.GetUtcNow(), headers);
                return eTag;
            },
            cancellationToken
        );

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
        return await WriteAsync(path, buffer.ToArray(), headers, condition, cancellationToken);
    }

    public Task<bool> DeleteAsync(BlobPath path, string? ifMatch, CancellationToken cancellationToken) =>
        Run(
            nameof(DeleteAsync),
            BlobPath.EnsureAddressable(path),
            () =>
                _blobs.TryGetValue(Key(path), out var e)
                && (ifMatch is null || ifMatch == e.ETag)
                && _names.Remove(Key(path))
                && _blobs.Remove(Key(path)),
            cancellationToken
        );

    public async IAsyncEnumerable<BlobEntry> ListAsync(
        string container,
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var entries = await Run(
            nameof(ListAsync),
            new BlobPath(container, prefix),
            () =>
                _names
                    .GetViewBetween((container, prefix), (container, prefix + "\uFFFF\uFFFF"))
                    .Where(n => n.Item2.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(n => (Name: n.Item2, Blob: _blobs[n]))
                    .Select(b => new BlobEntry(
                        b.Name,
                        b.Blob.ETag,
                        b.Blob.Content.Length,
                        b.Blob.Modified,
                        b.Blob.Headers.ContentType
                    ))
                    .ToList(),
            cancellationToken
        );
        foreach (var entry in entries)
            yield return entry;
    }

    public Task<IBlobLease?> TryLeaseAsync(BlobPath path, TimeSpan duration, CancellationToken cancellationToken) =>
        Run<IBlobLease?>(
            nameof(TryLeaseAsync),
            BlobPath.EnsureAddressable(path),
            () =>
            {
                var now = _time.GetUtcNow();
                if (_leases.TryGetValue(path, out var held) && held.Until > now)
                    return null;
                var lease = new Lease(this, path, duration);
                _leases[path] = (lease, now + duration);
                return lease;
            },
            cancellationToken
        );

    private async Task<T> Run<T>(string name, BlobPath path, Func<T> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // A real store answers later, on another thread: so does this one, to show what callers take for granted.
        await Task.Yield();
        Calls.AddOrUpdate(name, 1, (_, n) => n + 1);
        Before?.Invoke(name, path);
        T result;
        lock (_gate)
            result = body();
        After?.Invoke(name, path);
        return result;
    }

    /// <summary>A blob whose name no client can ask for, as a request that was written by hand leaves it.</summary>
    /// <returns>Its ETag.</returns>
    public string PutUnaddressable(BlobPath path)
    {
        lock (_gate)
        {
            var eTag = string.Create(CultureInfo.InvariantCulture, $"\"0x{++_version:X}\"");
            _names.Add(Key(path));
            _blobs[Key(path)] = new Entry([], eTag, _time.GetUtcNow(), BlobHeaders.Text);
            return eTag;
        }
    }

    private static (string, string) Key(BlobPath path) => (path.Container, path.Name);

    private sealed record Entry(byte[] Content, string ETag, DateTimeOffset Modified, BlobHeaders Headers);

    private sealed class Lease(InMemoryBlobStore store, BlobPath path, TimeSpan duration) : IBlobLease
    {
        public Task<bool> RenewAsync(CancellationToken cancellationToken) =>
            store.Run(
                nameof(RenewAsync),
                path,
                () =>
                {
                    if (!store._leases.TryGetValue(path, out var held) || held.Holder != this)
                        return false;
                    store._leases[path] = (this, store._time.GetUtcNow() + duration);
                    return true;
                },
                cancellationToken
            );

        public ValueTask DisposeAsync()
        {
            lock (store._gate)
            {
                if (store._leases.TryGetValue(path, out var held) && held.Holder == this)
                    store._leases.Remove(path);
            }
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Comparer : IComparer<(string, string)>
    {
        public static Comparer Instance { get; } = new();

        public int Compare((string, string) x, (string, string) y)
        {
            var c = string.CompareOrdinal(x.Item1, y.Item1);
            return c != 0 ? c : string.CompareOrdinal(x.Item2, y.Item2);
        }
    }
}
