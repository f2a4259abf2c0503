using System.Collections.Concurrent;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Store;

/// <summary>Shards are split while people join and change, readers read through, and storage loses answers.</summary>
public sealed class SplitRaceTests
{
    private const int Writers = 6;
    private const int ChangesEach = 12;
    private const int People = 300;

    /// <summary>In turns of all tasks; a split takes some forty.</summary>
    private const int LongestRest = 400;

    /// <summary>In milliseconds at least.</summary>
    private const int LongestWait = 20_000;

    /// <summary>Of one change: storage fails once in thirty calls.</summary>
    private const int MostTries = 50;

    /// <summary>In bytes: the parts are split again.</summary>
    private const int SmallEnough = 1_200;

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 16)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_change_is_there_once_and_everyone_is_read_once(int seed) =>
        SeededScheduler.Run(seed, () => RaceAsync(seed));

    private static async Task RaceAsync(int seed)
    {
        var blobs = new InMemoryBlobStore();
        await SplitList.PutAsync(blobs, People, tombstones: 20);
        var before = await SplitList.ReadAsync(SplitShards.Store(blobs));
        var chance = new Random(seed);
        var faulty = new FaultyBlobStore(blobs)
        {
            Before = (_, _) => Perhaps(chance, "not reached"),
            After = (_, _) => Perhaps(chance, "answer lost"),
        };
        var changed = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var split = false;
        var seen = new ConcurrentBag<List<SubscriberId>>();
        using var done = new CancellationTokenSource();

        var writers = Enumerable.Range(0, Writers).Select(WriteAsync).ToList();
        var readers = Enumerable.Range(0, 2).Select(_ => ReadAsync());
        var splitters = Enumerable.Range(0, 2).Select(_ => SplitAsync());
        var others = Task.WhenAll([.. readers, .. splitters]);
        try
        {
            await Task.WhenAll(writers);
        }
        finally
        {
            await done.CancelAsync();
        }
        await others;
        var meanwhile = await SplitList.ReadAsync(SplitShards.Store(blobs));
        Assert.True(meanwhile.Shards > 1, "Nothing was split meanwhile.");

        // And once more, undisturbed.
        await SplitList.SplitAsync(blobs, above: SmallEnough);

        var end = await SplitList.ReadAsync(SplitShards.Store(blobs));
        Assert.True(end.Shards > 16);
        Assert.NotEmpty(seen);
        Assert.Equal(
            before.People.Select(p => p.Address).Union(changed.Keys).Order(StringComparer.Ordinal),
            end.People.Select(p => p.Address).Order(StringComparer.Ordinal)
        );
        Assert.Equal(end.People.Select(p => p.Id).Order(), end.People.Select(p => p.Id));
        Assert.All(
            end.People,
            p => Assert.Equal(changed.GetValueOrDefault(p.Address), p.Changes is [.., var last] ? last : null)
        );
        Assert.Equivalent(before.Tombstones, end.Tombstones, strict: true);
        Assert.Equal(Writers * ChangesEach, end.Days[new DateOnly(2026, 3, 10)].Joined);
        Assert.Equal((People, 20), (end.Days.Values.Sum(d => d.Imported), end.Days.Values.Sum(d => d.Left)));
        Assert.All(
            seen,
            ids => Assert.Equal(before.People.Select(p => p.Id), ids.Intersect(before.People.Select(p => p.Id)))
        );
        Assert.All(seen, ids => Assert.Equal(ids.Distinct().Order(), ids));

        async Task WriteAsync(int writer)
        {
            // Each is a process of its own, with people of its own: known ones and newcomers.
            var shards = SplitShards.Store(faulty, seed + writer);
            var rests = new Random(seed + writer);
            for (var n = 0; n < ChangesEach; n++)
            {
                // People do not click all the time: a split gets its turn, and half of the changes come after one.
                for (var rest = rests.Next(LongestRest); rest > 0; rest--)
                    await Task.Yield();
                // By the clock, because a machine that is busy may keep a split waiting for many turns.
                for (var wait = 0; n == ChangesEach / 2 && !split && wait < LongestWait; wait++)
                    await Task.Delay(1);
                var address = SplitList.Address((n % 2 * 1_000) + (n * Writers) + writer);
                var joined = await AgainAsync(change => SplitList.JoinAsync(shards, address, change));
                changed[address] = joined.Changes[^1];
            }
        }

        async Task ReadAsync()
        {
            var shards = SplitShards.Store(blobs, seed);
            while (!done.IsCancellationRequested)
                seen.Add([.. (await SplitList.ReadAsync(shards)).People.Select(p => p.Id)]);
        }

        async Task SplitAsync()
        {
            var splitter = SplitShards.Splitter(faulty, above: SmallEnough);
            while (!done.IsCancellationRequested)
            {
                try
                {
                    var shards = SplitShards.Store(blobs, seed);
                    await foreach (
                        var shard in shards.ChangeEachAsync(
                            SplitList.Number,
                            (read, _) => ValueTask.FromResult(new ShardChange<Shard>(read)),
                            default
                        )
                    )
                    {
                        split |= shard.Name.IsPart;
                        await splitter.SplitLargeAsync(shard.Name, shard.Length, default);
                    }
                }
                catch (StorageException) { }
            }
        }
    }

    /// <summary>The same change again, as a message that returned to its queue.</summary>
    private static async Task<T> AgainAsync<T>(Func<string, Task<T>> change)
    {
        var id = ChangeId.New();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await change(id);
            }
            catch (StorageException) when (attempt < MostTries) { }
        }
    }

    private static void Perhaps(Random chance, string fault)
    {
        lock (chance)
        {
            if (chance.Next(60) == 0)
                throw new StorageException(fault);
        }
    }
}
