using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>
/// The shards in container <c>subscribers</c>: read, changed by compare-and-swap, read through in order. There are 256, and
/// one that has become large is split (<see cref="ShardSplitter"/>); callers say whom they look for and get the shard that
/// holds them.
/// </summary>
public sealed class ShardStore(IBlobStore blobs, SubscriberKeys keys, TimeProvider pace, Random chance)
{
    /// <summary>Shards that there are from the beginning.</summary>
    public const int Count = 256;

    /// <summary>Tries before a change gives up: with the waits below, some 15 seconds of other writers winning.</summary>
    private const int MostTries = 100;

    /// <summary>
    /// Storage may fail that often in one change; every failed write may have happened, and the next read shows it.
    /// </summary>
    private const int MostFaults = 3;

    /// <summary>How many shards an enumeration reads ahead of its caller.</summary>
    private const int ReadAhead = 3;

    internal static readonly BlobHeaders Headers = new("application/x-ndjson; charset=utf-8");

    private readonly AddressHasher _hasher = new(keys);

    /// <summary>
    /// Splits that this process has seen, some 0.6 byte a person. They hold for good, so that a change costs the same
    /// operations before and after.
    /// </summary>
    private readonly ConcurrentDictionary<ShardName, ShardSplit> _splits = new();

    /// <summary>The shard that holds a person, or would.</summary>
    public async Task<Shard> ReadAsync(PersonKey person, CancellationToken cancellationToken) =>
        (await FindAsync(person, cancellationToken)).Shard!;

    /// <summary>
    /// Changes the shard of a person: reads it, asks <paramref name="change"/> what to do, and writes over exactly what was
    /// read; after a lost race or a lost response it begins again, so <paramref name="change"/> must look for its own change
    /// id and do nothing if it is there (rule B3). What it stores elsewhere (evidence) it stores before it returns. The shard
    /// may be another one at each try, because it was split.
    /// </summary>
    /// <exception cref="StorageException">Storage fails again and again, or other writers always win.</exception>
    public async Task<T> ChangeAsync<T>(
        PersonKey person,
        Func<Shard, CancellationToken, ValueTask<ShardChange<T>>> change,
        CancellationToken cancellationToken
    ) => (await ChangeAsync(stop => FindAsync(person, stop), change, cancellationToken)).Result!;

    /// <inheritdoc cref="ChangeAsync{T}(PersonKey, Func{Shard, CancellationToken, ValueTask{ShardChange{T}}},
    /// CancellationToken)"/>
    public Task<T> ChangeAsync<T>(
        PersonKey person,
        Func<Shard, ShardChange<T>> change,
        CancellationToken cancellationToken
    ) => ChangeAsync(person, (read, _) => ValueTask.FromResult(change(read)), cancellationToken);

    /// <summary>
    /// Changes one of the 256, or each part of it, in the order of ids. Each as <see cref="ChangeAsync{T}(PersonKey, Func{Shard,
    /// CancellationToken, ValueTask{ShardChange{T}}}, CancellationToken)"/> does.
    /// </summary>
    public async IAsyncEnumerable<T> ChangeEachAsync<T>(
        byte number,
        Func<Shard, CancellationToken, ValueTask<ShardChange<T>>> change,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var open = new Stack<ShardNode>([ShardNode.Of(number)]);
        while (open.TryPop(out var node))
        {
            var (split, result) = await ChangeAsync(stop => ReadAsync(node, stop), change, cancellationToken);
            if (split is null)
                yield return result!;
            foreach (var part in split?.Parts().Reverse() ?? [])
                open.Push(part);
        }
    }

    /// <summary>Changes one of the 256, or those parts of it that any item belongs to.</summary>
    /// <param name="address">The address of an item, which belongs into shard <paramref name="number"/>.</param>
    /// <param name="change">Gets a shard and its items, at least one.</param>
    public async IAsyncEnumerable<T> ChangeEachAsync<TItem, T>(
        byte number,
        IReadOnlyList<TItem> items,
        Func<TItem, EmailAddress> address,
        Func<Shard, IReadOnlyList<TItem>, CancellationToken, ValueTask<ShardChange<T>>> change,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var open = new Stack<(ShardNode Node, IReadOnlyList<TItem> Items)>([(ShardNode.Of(number), items)]);
        while (open.TryPop(out var next))
        {
            var (split, result) = await ChangeAsync(
                stop => ReadAsync(next.Node, stop),
                (shard, stop) => change(shard, next.Items, stop),
                cancellationToken
            );
            if (split is null)
                yield return result!;
            else
            {
                foreach (var part in next.Items.GroupBy(i => split.PartOf(_hasher.Remembered(address(i)))))
                    open.Push((split.Part(part.Key), part.ToList()));
            }
        }
    }

    /// <summary>All shards in the order of ids, a few read ahead. Shards that do not exist are skipped.</summary>
    public IAsyncEnumerable<Shard> ReadAllAsync(CancellationToken cancellationToken) =>
        ReadEachAsync(Enumerable.Range(0, Count).Select(n => ShardNode.Of((byte)n)), cancellationToken);

    /// <summary>A shard by its name, wherever the splits of those above it lead; what it was split into is not looked at.</summary>
    internal async Task<FoundShard> FindAsync(ShardName name, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(ShardNode.Of(name.Number), cancellationToken);
        while (found.Split is { } split && found.Node.Name != name)
            found = await ReadAsync(split.Part(split.Name.PartOf(name)), cancellationToken);
        return found;
    }

    /// <summary>Reads the splits of one of the 256 again when they are next needed.</summary>
    internal void Forget(byte number)
    {
        foreach (var name in _splits.Keys.Where(n => n.Number == number))
            _splits.TryRemove(name, out _);
    }

    private async Task<FoundShard> FindAsync(PersonKey person, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(ShardNode.Of(person.Number(_hasher)), cancellationToken);
        while (found.Split is { } split)
            found = await ReadAsync(split.Part(person.PartOf(split, _hasher)), cancellationToken);
        return found;
    }

    /// <exception cref="StorageException">A part is missing.</exception>
    private async Task<FoundShard> ReadAsync(ShardNode node, CancellationToken cancellationToken)
    {
        if (_splits.TryGetValue(node.Name, out var known))
            return new FoundShard(node, null, known, null);
        var blob = await blobs.ReadAsync(node.Path, cancellationToken);
        if (blob is null && node.Name.IsPart)
        {
            // All parts are there before a split counts. An older copy of the account was put back under this process: the
            // next try finds out. An empty shard in its place would forget people.
            Forget(node.Name.Number);
            throw new StorageException($"Shard {node.Name} is missing, although the shard it is a part of was split.");
        }
        if (blob is not null && ShardSplit.IsAt(blob.Content.Span))
        {
            var split = ShardSplit.Read(node.Name, blob.Content.Span, keys);
            _splits[node.Name] = split;
            return new FoundShard(node, null, split, blob.ETag);
        }
        return new FoundShard(node, new Shard(node.Name, blob?.Content ?? default, keys), null, blob?.ETag);
    }

    /// <returns>The split, and then nothing was changed, or the change's result.</returns>
    private async Task<(ShardSplit? Split, T? Result)> ChangeAsync<T>(
        Func<CancellationToken, Task<FoundShard>> find,
        Func<Shard, CancellationToken, ValueTask<ShardChange<T>>> change,
        CancellationToken cancellationToken
    )
    {
        var faults = 0;
        for (var attempt = 1; ; attempt++)
        {
            ShardNode? node = null;
            try
            {
                var found = await find(cancellationToken);
                node = found.Node;
                if (found.Shard is not { } shard)
                    return (found.Split, default);
                var decided = await change(shard, cancellationToken);
                if (
                    decided.Edit is null
                    || await blobs.WriteAsync(
                        found.Node.Path,
                        decided.Edit.Build().Content,
                        Headers,
                        found.Condition,
                        cancellationToken
                    )
                        is not null
                )
                    return (null, decided.Result);
            }
            catch (StorageException) when (++faults <= MostFaults) { }
            if (attempt == MostTries)
                throw new StorageException(
                    $"Shard {node?.Name} is changed by others all the time; gave up after {MostTries} tries."
                );
            await PauseAsync(attempt, cancellationToken);
        }
    }

    private async IAsyncEnumerable<Shard> ReadEachAsync(
        IEnumerable<ShardNode> nodes,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = new Queue<ShardNode>(nodes);
        var ahead = new Queue<Task<FoundShard>>();
        try
        {
            while (true)
            {
                while (ahead.Count <= ReadAhead && waiting.TryDequeue(out var next))
                    ahead.Enqueue(ReadAsync(next, stop.Token));
                if (!ahead.TryDequeue(out var read))
                    break;
                var found = await read;
                if (found.Split is { } split)
                {
                    await foreach (var part in ReadEachAsync(split.Parts(), stop.Token))
                        yield return part;
                }
                else if (found.ETag is not null)
                    yield return found.Shard!;
            }
        }
        finally
        {
            // A caller that stops early leaves reads behind; their failures are ignored.
            await stop.CancelAsync();
            await Task.WhenAll(ahead.Select(read => (Task)read)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

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
