using System.Buffers;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>The content of a shard, divided among its parts by the next digit of each id.</summary>
internal sealed class ShardDivision
{
    private static readonly Dictionary<DateOnly, DayCounts> NoDays = [];

    private readonly ArrayBufferWriter<byte>[] _parts = new ArrayBufferWriter<byte>[ShardName.Parts];
    private readonly Dictionary<AddressHash, int> _places = [];

    public ShardDivision(Shard shard, SubscriberKeys keys, AddressHasher hasher)
    {
        for (var digit = 0; digit < _parts.Length; digit++)
        {
            _parts[digit] = new ArrayBufferWriter<byte>(shard.Length / _parts.Length);
            // Days are added up over all shards: in one part they are counted once.
            ShardWriter.WriteHeader(_parts[digit], keys.ShardCheck, keys.Suppression, digit == 0 ? shard.Days : NoDays);
        }
        var pool = new TextPool();
        // Lines are copied as they are: a later version may have written more into them than this one knows.
        foreach (var line in shard.Lines())
        {
            int part;
            if (line.Span.StartsWith(ShardFormat.RecordStart))
            {
                var subscriber = SubscriberReader.Read(line.Span, pool);
                part = shard.Name.PartOf(subscriber.Id);
                // Newest key first. Of two records with one address, the first is what a search finds.
                _places.TryAdd(hasher.Remembered(EmailAddress.Parse(subscriber.Address))[0], part);
            }
            else if (line.Span.StartsWith(ShardFormat.TombstoneStart))
                part = PartOf(shard.Name, ShardReader.ReadTombstone(line.Span), hasher);
            else
                throw new InvalidDataException($"Shard {shard.Name} has a line that is neither record nor tombstone.");
            _parts[part].Write(line.Span);
        }
        Places = AddressPlaces.Of(_places);
    }

    /// <summary>Below two there is nothing to divide.</summary>
    public int Addresses => _places.Count;

    public AddressPlaces Places { get; }

    /// <summary>The largest part, in bytes.</summary>
    public int Largest => _parts.Max(p => p.WrittenCount);

    public ReadOnlyMemory<byte> Part(int digit) => _parts[digit].WrittenMemory;

    /// <summary>
    /// Records come first, so that a tombstone goes where the record of its address is: a change reads and writes both at
    /// once.
    /// </summary>
    private int PartOf(ShardName shard, Tombstone tombstone, AddressHasher hasher)
    {
        var hash = hasher.Renew(tombstone.Hash);
        if (_places.TryGetValue(hash, out var part))
            return part;
        part = tombstone.Id is { } id && shard.Holds(id) ? shard.PartOf(id) : hash.Hash[0] % ShardName.Parts;
        _places.Add(hash, part);
        return part;
    }
}
