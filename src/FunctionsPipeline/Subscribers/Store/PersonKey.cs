using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>Whom to look for, by id or by address: what a shard is found by.</summary>
public readonly record struct PersonKey
{
    private readonly SubscriberId? _id;
    private readonly EmailAddress? _address;

    private PersonKey(SubscriberId? id, EmailAddress? address) => (_id, _address) = (id, address);

    public static implicit operator PersonKey(SubscriberId id) => FromSubscriberId(id);

    public static implicit operator PersonKey(EmailAddress address) => FromEmailAddress(address);

    public static PersonKey FromSubscriberId(SubscriberId id) => new(id, null);

    public static PersonKey FromEmailAddress(EmailAddress address) => new(null, address);

    /// <summary>
    /// By an id, but in the given shard. A tombstone is beside the record of its address, which may have another id than the
    /// one that was erased.
    /// </summary>
    public static PersonKey In(ShardName shard, SubscriberId id) =>
        SubscriberId.Parse(string.Concat(shard.Digits, id.Value.AsSpan(shard.Digits.Length)));

    internal byte Number(AddressHasher hasher) => _id is { } id ? id.Shard : hasher.Shard(_address!.Value);

    /// <summary>The part of a shard that was split in which to go on looking: 0 to 15.</summary>
    internal int PartOf(ShardSplit split, AddressHasher hasher) =>
        _id is { } id ? split.Name.PartOf(id) : split.PartOf(hasher.Remembered(_address!.Value));
}
