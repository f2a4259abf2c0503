using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Access;

/// <summary>
/// Deletes a person, keeping only what rule B8 allows: a keyed hash that suppresses, and evidence without address, name,
/// IP and user agent. The record is removed first, with a note that evidence is still to be stripped; an erasure that
/// stops midway is finished by housekeeping.
/// </summary>
public sealed class Erasure(
    ShardStore shards,
    AddressHasher hasher,
    EvidenceStore evidence,
    ImportEvidence imports,
    IEnumerable<IConsentFollower> followers,
    TimeProvider time
)
{
    /// <summary>Erases. Safe to repeat; an unknown subscriber is success.</summary>
    public async Task EraseAsync(SubscriberId id, CancellationToken cancellationToken)
    {
        var changeId = ChangeId.New();
        var now = time.GetUtcNow();
        var erased = await shards.ChangeAsync<(Tombstone Tombstone, ShardName Shard)?>(
            id,
            async (shard, stop) =>
            {
                if (shard.Find(id) is not { } subscriber)
                    return new ShardChange<(Tombstone, ShardName)?>(
                        shard.Tombstones().FirstOrDefault(t => t.Id == id && t.Unfinished) is { } unfinished
                            ? (unfinished, shard.Name)
                            : null
                    );
                var hashes = hasher.Remembered(EmailAddress.Parse(subscriber.Address));
                var earlier = shard.Find(hashes);
                await FinishBeforeRemovalAsync(earlier, stop);
                await evidence.AddAsync(
                    new EvidenceEvent
                    {
                        Id = changeId,
                        Kind = EvidenceKind.Erased,
                        At = now,
                        Subscriber = id.Value,
                        Newsletters = [.. subscriber.Subscriptions.Select(s => s.Newsletter)],
                        Done =
                            "Address, name, IP and user agent deleted; a keyed hash is kept so that no import brings the address back.",
                        Earlier = earlier?.Id?.Value,
                        Stripped = now,
                    },
                    stop
                );
                var tombstone = new Tombstone
                {
                    Hash = hashes[0],
                    Reason = DepartureReason.Erased,
                    At = now,
                    Id = id,
                    Unfinished = true,
                };
                var edit = shard.Edit().Remove(id);
                if (earlier is not null)
                    edit.Remove(earlier);
                return new ShardChange<(Tombstone, ShardName)?>((tombstone, shard.Name), edit.Put(tombstone));
            },
            cancellationToken
        );
        if (erased is { } left)
            await FinishAsync(left.Tombstone, left.Shard, cancellationToken);
    }

    /// <summary>Erases by address, for a person who asked by other ways than their link.</summary>
    /// <returns>False if nothing is held of the address, and nothing was ever erased under it.</returns>
    public async Task<bool> EraseAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        if (await FindAsync(address, cancellationToken) is not { } id)
            return false;
        await EraseAsync(id, cancellationToken);
        return true;
    }

    /// <summary>Under which id something is held, or was erased; null if neither.</summary>
    public async Task<SubscriberId?> FindAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        var shard = await shards.ReadAsync(address, cancellationToken);
        return shard.Find(address)?.Id ?? shard.Find(hasher.Remembered(address))?.Id;
    }

    /// <summary>Strips what is kept of an erased record and notes that it is done. Safe to repeat.</summary>
    /// <param name="shard">Where the tombstone was read.</param>
    public async Task FinishAsync(Tombstone tombstone, ShardName shard, CancellationToken cancellationToken)
    {
        if (tombstone.Id is not { } id)
            return;
        await StripAsync(id, tombstone, cancellationToken);
        await shards.ChangeAsync(
            PersonKey.In(shard, id),
            read =>
            {
                var now = read.Tombstones().FirstOrDefault(t => t.Id == id);
                return now is { Unfinished: true }
                    ? new ShardChange<bool>(true, read.Edit().Put(now with { Unfinished = false }))
                    : new ShardChange<bool>(false);
            },
            cancellationToken
        );
    }

    /// <summary>
    /// Call before a tombstone is removed because its person came back: nothing else records what is still to
    /// be stripped. Safe to repeat.
    /// </summary>
    /// <param name="tombstone">Null for none.</param>
    internal async Task FinishBeforeRemovalAsync(Tombstone? tombstone, CancellationToken cancellationToken)
    {
        if (tombstone is { Unfinished: true, Id: { } id })
            await StripAsync(id, tombstone, cancellationToken);
    }

    private async Task StripAsync(SubscriberId id, Tombstone tombstone, CancellationToken cancellationToken)
    {
        await evidence.StripAsync(id, tombstone.At, cancellationToken);
        await imports.StripAsync(id, cancellationToken);
        foreach (var follower in followers)
            await follower.ForgetAsync(id, cancellationToken);
    }
}
