using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Import;

/// <summary>Rows on their way to their shards.</summary>
internal sealed class ImportBatch
{
    private readonly PackedRows?[] _rows = new PackedRows?[ShardStore.Count];

    public List<(long Row, RowOutcome Outcome)> Outcomes { get; } = [];

    public bool IsLast { get; set; }

    public bool IsEmpty => Outcomes.Count == 0 && _rows.All(r => r is null);

    public int Add(byte shard, ImportRow row)
    {
        var rows = _rows[shard] ??= new PackedRows();
        var before = rows.Bytes;
        rows.Add(row);
        return rows.Bytes - before;
    }

    /// <summary>Addresses of people who were subscribed, or would be.</summary>
    public IEnumerable<string> Subscribed()
    {
        var rows = Outcomes.Where(o => o.Outcome.IsSubscribed()).Select(o => o.Row).ToHashSet();
        return Shards().SelectMany(s => s.Rows.Rows()).Where(r => rows.Contains(r.Row)).Select(r => r.Address);
    }

    public IEnumerable<(byte Shard, PackedRows Rows)> Shards() =>
        _rows.Index().Where(r => r.Item is not null).Select(r => ((byte)r.Index, r.Item!));
}

internal static class RowOutcomes
{
    /// <summary>The person is subscribed by this row, to some of the newsletters at least.</summary>
    public static bool IsSubscribed(this RowOutcome outcome) =>
        outcome is RowOutcome.Imported or RowOutcome.LeftSomeHere;
}
