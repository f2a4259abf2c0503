using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Housekeeping;

/// <summary>What housekeeping does with each of the 256 shards. Safe to repeat and to stop anywhere.</summary>
public sealed class ShardKeeping(
    ShardTidying tidying,
    ShardSplitter splitter,
    OrphanedEvidence orphans,
    Erasure erasure,
    TimeProvider time
)
{
    /// <summary>Evidence without a record is looked for in one shard of so many a day.</summary>
    private const int OrphanDays = 7;

    /// <param name="tally">Gets the shard when all else is done, part by part if it was split.</param>
    internal async Task KeepAsync(byte number, ShardTally tally, CancellationToken cancellationToken)
    {
        var looksForOrphans = number % OrphanDays == Today().DayNumber % OrphanDays;
        var kept = new HashSet<SubscriberId>();
        await foreach (var shard in tidying.TidyAsync(number, cancellationToken))
        {
            foreach (var unfinished in shard.Tombstones().Where(t => t.Unfinished))
                await erasure.FinishAsync(unfinished, shard.Name, cancellationToken);
            if (looksForOrphans)
            {
                kept.UnionWith(shard.Subscribers().Select(s => s.Id));
                kept.UnionWith(shard.Tombstones().Select(t => t.Id).OfType<SubscriberId>());
            }
            await splitter.SplitLargeAsync(shard.Name, shard.Length, cancellationToken);
            tally.Add(shard);
        }
        if (looksForOrphans)
            await orphans.RemoveAsync(number, kept, cancellationToken);
    }

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
