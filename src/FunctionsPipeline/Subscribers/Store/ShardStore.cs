using System.Runtime.CompilerServices;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>
/// The 256 shards in container <c>subscribers</c>: read, changed by compare-and-swap, read through in order.
/// </summary>
public sealed class ShardStore(IBlobStore blobs, SubscriberKeys keys, TimeProvider pace, Random chance)
{
    public const int Count = 256;

    /// <summary>Tries before a change gives up: with the waits below, some 15 seconds of other writers winning.</summary>
    private const int MostTries = 100;

    /// <summary>
    /// Storage may fail that often in one change; every failed write may have happened, and the next read shows it.
    /// </summary>
    private const int MostFaults = 3;

    /// <summary>How many shards an enumeration reads ahead of its caller.</summary>
    private const int ReadAhead = 3;

    private static readonly BlobHeaders Headers = new("application/x-ndjson; charset=utf-8");

    public async Task<Shard> ReadAsync(byte shard, CancellationToken cancellationToken) =>
        Parse(shard, await blobs.ReadAsync(PathOf(shard), cancellationToken));

    /// <summary>
    /// Changes one shard: reads it, asks <paramref name="change"/> what to do, and writes over exactly what was read;
    /// after a lost race or a lost response it begins again, so <paramref name="change"/> must look for its own change id
    /// and do nothing if it is there (rule B3). What it stores elsewhere (evidence) it stores before it returns.
    /// </summary>
    /// <exception cref="StorageException">Storage fails again and again, or other writers always win.</exception>
    public async Task<T> ChangeAsync<T>(
        byte shard,
        Func<Shard, CancellationToken, ValueTask<ShardChange<T>>> change,
        CancellationToken cancellationToken
    )
    {
        var faults = 0;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var blob = await blobs.ReadAsync(PathOf(shard), cancellationToken);
                var decided = await change(Parse(shard, blob), cancellationToken);
                if (decided.Edit is null)
                    return decided.Result;
                var next = decided.Edit.Build();
                if (
                    await blobs.WriteAsync(
                        PathOf(shard),
                        next.Content,
                        Headers,
                        WriteCondition.After(blob),
                        cancellationToken
                    )
                    is not null
                )
                    return decided.Result;
            }
            catch (StorageException) when (++faults <= MostFaults) { }
            if (attempt == MostTries)
                throw new StorageException(
                    $"Shard {shard:x2} is changed by others all the time; gave up after {MostTries} tries."
                );
            await PauseAsync(attempt, cancellationToken);
        }
    }

    /// <inheritdoc cref="ChangeAsync{T}(byte, Func{Shard, CancellationToken, ValueTask{ShardChange{T}}},
    /// CancellationToken)"/>
    public Task<T> ChangeAsync<T>(
        byte shard,
        Func<Shard, ShardChange<T>> change,
        CancellationToken cancellationToken
    ) => ChangeAsync(shard, (read, _) => ValueTask.FromResult(change(read)), cancellationToken);

    /// <summary>All shards, 0 to 255, a few read ahead. Shards that do not exist are skipped.</summary>
    public async IAsyncEnumerable<Shard> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ahead = new Queue<(byte Shard, Task<Blob?> Read)>();
        try
        {
            for (var next = 0; next < Count || ahead.Count > 0; )
            {
                while (next < Count && ahead.Count <= ReadAhead)
                {
                    ahead.Enqueue(((byte)next, blobs.ReadAsync(PathOf((byte)next), stop.Token)));
                    next++;
                }
                var (number, read) = ahead.Dequeue();
                if (await read is { } blob)
                    yield return Parse(number, blob);
            }
        }
        finally
        {
            // A caller that stops early leaves reads behind; their failures are ignored.
            await stop.CancelAsync();
            await Task.WhenAll(ahead.Select(a => (Task)a.Read)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal static BlobPath PathOf(byte shard) => new(Containers.Subscribers, $"shards/{shard:x2}.jsonl");

    private Shard Parse(byte shard, Blob? blob) => new(shard, blob?.Content ?? default, keys);

    private async Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        // Losing a race means that another writer succeeded: try again at once. Losing many means a crowd: spread out.
        if (attempt <= 2)
            return;
        double part;
        lock (chance)
            part = chance.NextDouble();
        var most = Math.Min(10 * attempt, 300);
        await Task.Delay(TimeSpan.FromMilliseconds(1 + part * most), pace, cancellationToken);
    }
}
