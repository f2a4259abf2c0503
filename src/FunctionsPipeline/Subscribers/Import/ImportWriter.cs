using System.Collections.Concurrent;
using System.Globalization;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Import;

/// <summary>Writes a batch of an import: each shard once, each of its parts with what rests on it before it.</summary>
public sealed class ImportWriter(
    ShardStore shards,
    AddressHasher hasher,
    ImportEvidence evidence,
    IEnumerable<IConsentFollower> followers,
    TimeProvider time
)
{
    /// <summary>Shards written at a time.</summary>
    private const int Parallel = 8;

    /// <summary>Writes a batch, and adds what became of each row to it. Safe to repeat.</summary>
    internal async Task WriteAsync(
        ImportOrder order,
        ImportBatch batch,
        int number,
        CancellationToken cancellationToken
    )
    {
        var merge = new ShardMerge(order, hasher, order.At);
        var outcomes = new ConcurrentBag<IReadOnlyList<(long, RowOutcome)>>();
        await System.Threading.Tasks.Parallel.ForEachAsync(
            batch.Shards(),
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (part, stop) => outcomes.Add(await WriteShardAsync(order, merge, part.Shard, part.Rows, number, stop))
        );
        foreach (var part in outcomes)
            batch.Outcomes.AddRange(part);
        batch.Outcomes.Sort((a, b) => a.Row.CompareTo(b.Row));
    }

    /// <summary>Each of the parts of a shard that was split is written once, as a whole one is.</summary>
    private async Task<List<(long, RowOutcome)>> WriteShardAsync(
        ImportOrder order,
        ShardMerge merge,
        byte number,
        PackedRows rows,
        int batch,
        CancellationToken cancellationToken
    )
    {
        var statements = new ShardStatements(evidence, order.Id, batch);
        var written = shards.ChangeEachAsync(
            number,
            [.. rows.Rows()],
            row => EmailAddress.Parse(row.Address),
            async (shard, rowsOfShard, stop) =>
            {
                var merged = merge.Merge(shard, rowsOfShard);
                if (!order.Request.DryRun)
                {
                    await statements.AddAsync(shard.Name, merged.Statements, stop);
                    await ExpectAsync(order, shard.Name, batch, merged.Added, stop);
                }
                return new ShardChange<IReadOnlyList<(long, RowOutcome)>>(
                    merged.Outcomes,
                    order.Request.DryRun ? null : merged.Edit
                );
            },
            cancellationToken
        );
        var outcomes = new List<(long, RowOutcome)>(rows.Count);
        await foreach (var part in written)
            outcomes.AddRange(part);
        await statements.FinishAsync(cancellationToken);
        return outcomes;
    }

    /// <summary>People of an import are greeted only if it says so: they did not just press a button.</summary>
    private async Task ExpectAsync(
        ImportOrder order,
        ShardName shard,
        int batch,
        IReadOnlyList<NewReader> added,
        CancellationToken cancellationToken
    )
    {
        if (!order.Request.Welcome || added.Count == 0)
            return;
        var part = string.Create(CultureInfo.InvariantCulture, $"{order.Id}-{batch}-{shard}");
        foreach (var follower in followers)
            await follower.ExpectAsync(part, added, time.GetUtcNow(), cancellationToken);
    }
}
