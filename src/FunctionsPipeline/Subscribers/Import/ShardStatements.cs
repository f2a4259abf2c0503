using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Import;

/// <summary>
/// What one batch's rows of one of the 256 shards say, stored for each part of it. A shard that is split while the batch is
/// written leaves a blob of its own behind, with ids that may never have come to be: it goes when the parts' are stored.
/// </summary>
internal sealed class ShardStatements(ImportEvidence evidence, string import, int batch)
{
    private readonly HashSet<ShardName> _shards = [];
    private bool _any;

    public async Task AddAsync(ShardName shard, IReadOnlyList<ImportedRow> rows, CancellationToken cancellationToken)
    {
        _shards.Add(shard);
        if (rows.Count == 0)
            return;
        _any = true;
        await evidence.AddRowsAsync(import, shard, batch, rows, cancellationToken);
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (!_any)
            return;
        var split = new HashSet<ShardName>();
        foreach (var shard in _shards)
        {
            for (var part = shard; part.IsPart; part = part.Whole)
                split.Add(part.Whole);
        }
        foreach (var shard in split)
            await evidence.RemoveRowsAsync(import, shard, batch, cancellationToken);
    }
}
