using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

/// <summary>The one storage account, shared by all processes. Lean and on the simulated clock.</summary>
internal sealed class SimStorage(SimWorld world)
{
    private readonly SortedDictionary<string, (byte[] Content, string ETag)> _blobs = new(StringComparer.Ordinal);
    private long _version;

    public int Operations { get; private set; }

    /// <summary>Comes right after a blob was written, before anyone else does anything.</summary>
    public Action<BlobPath>? OnWritten { get; set; }

    public Blob? Read(BlobPath path)
    {
        Operations++;
        return _blobs.TryGetValue(path.Name, out var b)
            ? new Blob(b.Content, b.ETag, world.Now, BlobHeaders.Json)
            : null;
    }

    /// <summary>Looks without being counted: for the test itself.</summary>
    public byte[]? Peek(BlobPath path) => _blobs.TryGetValue(path.Name, out var b) ? b.Content : null;

    /// <inheritdoc cref="Peek(BlobPath)"/>
    public T? Peek<T>(BlobPath path, JsonTypeInfo<T> type)
        where T : class => Peek(path) is { } blob ? JsonSerializer.Deserialize(blob, type) : null;

    /// <summary>Whom the plan that won put into a request.</summary>
    public IEnumerable<string> RecipientsOf(IssueRecord issue, int request)
    {
        var bundle = SendingPaths.Recipients(issue.Id, issue.Plan!.Value, Bundle.FirstOf(issue, request));
        return Bundle.RecipientsOf(issue, request, Peek(bundle, SendingJson.Own.RecipientList)!);
    }

    /// <summary>Writes what the test wants to be there.</summary>
    public void Put<T>(BlobPath path, T value, JsonTypeInfo<T> type) =>
        Write(path, JsonSerializer.SerializeToUtf8Bytes(value, type), WriteCondition.Always);

    public string? Write(BlobPath path, byte[] content, WriteCondition condition)
    {
        Operations++;
        var found = _blobs.TryGetValue(path.Name, out var current);
        if (
            (condition.MustBeAbsent && found)
            || (condition.ETag is { } expected && (!found || current.ETag != expected))
        )
            return null;
        var eTag = (++_version).ToString(CultureInfo.InvariantCulture);
        _blobs[path.Name] = (content, eTag);
        OnWritten?.Invoke(path);
        return eTag;
    }

    public IReadOnlyList<BlobEntry> List(string prefix)
    {
        Operations++;
        return
        [
            .. _blobs
                .Where(b => b.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(b => new BlobEntry(b.Key, b.Value.ETag, b.Value.Content.Length, world.Now, null)),
        ];
    }

    public bool Delete(BlobPath path) => _blobs.Remove(path.Name);
}

/// <summary>Storage as one process reaches it.</summary>
internal sealed class SimStore(SimStorage storage, SimProcess process) : IBlobStore
{
    public Task<Blob?> ReadAsync(BlobPath path, CancellationToken cancellationToken) =>
        process.CallStorageAsync(() => storage.Read(path));

    public Task<BlobReadStream?> OpenReadAsync(BlobPath path, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<BlobEntry?> StatAsync(BlobPath path, CancellationToken cancellationToken) =>
        process.CallStorageAsync(() => storage.List(path.Name).FirstOrDefault(e => e.Name == path.Name));

    public Task<string?> WriteAsync(
        BlobPath path,
        ReadOnlyMemory<byte> content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    )
    {
        var bytes = content.ToArray();
        return process.CallStorageAsync(() => storage.Write(path, bytes, condition));
    }

    public Task<string?> WriteAsync(
        BlobPath path,
        Stream content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(BlobPath path, string? ifMatch, CancellationToken cancellationToken) =>
        process.CallStorageAsync(() => storage.Delete(path));

    public async IAsyncEnumerable<BlobEntry> ListAsync(
        string container,
        string prefix,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var entry in await process.CallStorageAsync(() => storage.List(prefix)))
            yield return entry;
    }

    public Task<IBlobLease?> TryLeaseAsync(BlobPath path, TimeSpan duration, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

/// <summary>
/// The queue: at least once, in no order; now and then a message is lost, which a real queue would not do to us.
/// </summary>
internal sealed class SimQueue(SimWorld world)
{
    public static readonly TimeSpan Invisible = TimeSpan.FromMinutes(3);

    private readonly Dictionary<string, List<string>> _visible = new(StringComparer.Ordinal);

    public Action? OnVisible { get; set; }

    public bool TryTake(string queue, out string message)
    {
        message = "";
        if (!_visible.TryGetValue(queue, out var messages) || messages.Count == 0)
            return false;
        var at = world.Random.Next(messages.Count);
        message = messages[at];
        messages.RemoveAt(at);
        return true;
    }

    public void Put(string queue, string message, TimeSpan visibleAfter) =>
        world.In(
            visibleAfter,
            () =>
            {
                if (!_visible.TryGetValue(queue, out var messages))
                    _visible[queue] = messages = [];
                messages.Add(message);
                OnVisible?.Invoke();
            }
        );
}

/// <summary>The queue as one process reaches it.</summary>
internal sealed class SimMessages(SimQueue queue, SimProcess process, SimFaults faults) : IMessageQueue
{
    public Task SendAsync(string queueName, string message, TimeSpan visibleAfter, CancellationToken cancellationToken)
    {
        var world = process.World;
        var lost = world.Chance(faults.MessageLost);
        var twice = world.Chance(faults.MessageTwice);
        return process.CallAsync(
            () =>
            {
                if (!lost)
                    queue.Put(queueName, message, visibleAfter);
                if (twice)
                    queue.Put(queueName, message, visibleAfter + world.Between(1, 600));
                return true;
            },
            world.Between(0.002, 0.02),
            world.Between(0.002, 0.02)
        );
    }
}
