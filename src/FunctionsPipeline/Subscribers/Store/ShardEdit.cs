using System.Buffers;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>A change of one shard in the making.</summary>
public sealed class ShardEdit
{
    /// <summary>Days whose counts stay in the shard; housekeeping copies them out every day.</summary>
    public const int DaysKept = 35;

    private readonly Shard _shard;
    private readonly SortedDictionary<DateOnly, DayCounts> _days;
    private readonly List<(byte[] Needle, byte[]? Line)> _lines = [];
    private IEnumerable<Subscriber>? _all;

    internal ShardEdit(Shard shard)
    {
        _shard = shard;
        _days = new SortedDictionary<DateOnly, DayCounts>(shard.Days.ToDictionary());
    }

    internal IReadOnlyDictionary<DateOnly, DayCounts> Days => _days;

    /// <summary>Adds a record or replaces the one with its id.</summary>
    /// <exception cref="InvalidOperationException">It belongs into another shard.</exception>
    public ShardEdit Put(Subscriber subscriber)
    {
        if (!_shard.Name.Holds(subscriber.Id))
            throw new InvalidOperationException($"{subscriber.Id} does not belong into shard {_shard.Name}.");
        var line = new ArrayBufferWriter<byte>(256);
        ShardWriter.Write(line, subscriber);
        _lines.Add((ShardFormat.RecordNeedle(subscriber.Id), line.WrittenSpan.ToArray()));
        return this;
    }

    public ShardEdit Remove(SubscriberId id)
    {
        _lines.Add((ShardFormat.RecordNeedle(id), null));
        return this;
    }

    public ShardEdit Put(Tombstone tombstone)
    {
        var line = new ArrayBufferWriter<byte>(128);
        ShardWriter.Write(line, tombstone);
        _lines.Add((ShardFormat.TombstoneNeedle(tombstone.Hash), line.WrittenSpan.ToArray()));
        return this;
    }

    public ShardEdit Remove(Tombstone tombstone)
    {
        _lines.Add((ShardFormat.TombstoneNeedle(tombstone.Hash), null));
        return this;
    }

    /// <summary>Replaces all records at once, in any order; for changes that touch many.</summary>
    public ShardEdit ReplaceAll(IEnumerable<Subscriber> subscribers)
    {
        _all = subscribers;
        return this;
    }

    public ShardEdit Count(DateTimeOffset at, DayCounts counts)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        _days[day] = _days.GetValueOrDefault(day, new DayCounts()) + counts;
        foreach (var old in _days.Keys.Where(d => d < day.AddDays(-DaysKept)).ToList())
            _days.Remove(old);
        return this;
    }

    internal Shard Build()
    {
        var shard = _all is null ? _shard : _shard.Rewrite(this, _all);
        return _lines.Count == 0 && _all is not null ? shard : shard.Apply(this, _lines);
    }
}

/// <summary>What a change decided.</summary>
/// <param name="Edit">Null: nothing to write.</param>
public sealed record ShardChange<T>(T Result, ShardEdit? Edit = null);
