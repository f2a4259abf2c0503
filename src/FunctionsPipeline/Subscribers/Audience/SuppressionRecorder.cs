using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Audience;

/// <summary>Records what the mail provider reports about people.</summary>
/// <remarks>
/// Repeating changes nothing. What is older than a newer confirmation changes nothing (rule B4); at the same second the
/// suppression wins. <see cref="SuppressionReason.Blocked"/> is a temporary refusal and does not suppress by itself.
/// </remarks>
public sealed class SuppressionRecorder(ShardStore shards, AddressHasher hasher, EvidenceStore evidence) : ISuppression
{
    public Task SuppressAsync(
        SubscriberId id,
        SuppressionReason reason,
        DateTimeOffset at,
        string? newsletter,
        CancellationToken cancellationToken
    ) =>
        ReasonOf(reason) is { } departure
            ? ChangeAsync(
                id,
                shard => shard.Find(id),
                departure,
                Seconds(at),
                newsletter,
                unknown: null,
                cancellationToken
            )
            : Task.CompletedTask;

    public Task SuppressAsync(
        string address,
        SuppressionReason reason,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        // What we cannot have stored we need not remember: such an address is refused at every door.
        if (ReasonOf(reason) is not { } departure || !EmailAddress.TryParse(address, out var parsed))
            return Task.CompletedTask;
        return ChangeAsync(
            parsed,
            shard => shard.Find(parsed),
            departure,
            Seconds(at),
            newsletter: null,
            (shard, edit) => Remember(shard, edit, parsed, departure, Seconds(at)),
            cancellationToken
        );
    }

    public Task CountSoftBounceAsync(
        SubscriberId id,
        string eventId,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var bounce = new SoftBounce(ShortHash(eventId), Seconds(at));
        return shards.ChangeAsync(
            id,
            async (shard, token) =>
            {
                if (shard.Find(id) is not { } subscriber || subscriber.Count(bounce) is not { } changed)
                    return new ShardChange<bool>(false);
                if (changed.Suppressed is not { } suppressed)
                    return new ShardChange<bool>(true, shard.Edit().Put(changed));
                // Named by the event: a try that is repeated writes the same proof.
                await evidence.AddAsync(
                    Proof($"soft-bounce-{bounce.Id}", changed, suppressed.Reason, suppressed.At, newsletter: null) with
                    {
                        Reason = "SoftBounces",
                    },
                    token
                );
                return new ShardChange<bool>(
                    true,
                    shard.Edit().Put(changed).Count(suppressed.At, new DayCounts(Bounced: 1))
                );
            },
            cancellationToken
        );
    }

    private Task<bool> ChangeAsync(
        PersonKey person,
        Func<Shard, Subscriber?> find,
        DepartureReason reason,
        DateTimeOffset at,
        string? newsletter,
        Func<Shard, ShardEdit, ShardEdit?>? unknown,
        CancellationToken cancellationToken
    )
    {
        var changeId = ChangeId.New();
        return shards.ChangeAsync(
            person,
            async (shard, token) =>
            {
                if (find(shard) is not { } subscriber)
                    return new ShardChange<bool>(false, unknown?.Invoke(shard, shard.Edit()));
                if (subscriber.Made(changeId) || subscriber.Depart(reason, at, newsletter) is not { } changed)
                    return new ShardChange<bool>(true);
                await evidence.AddAsync(Proof(changeId, subscriber, reason, at, newsletter), token);
                var counts =
                    reason == DepartureReason.Left
                        ? new DayCounts(Left: 1)
                        : new DayCounts(Bounced: subscriber.Suppressed is null ? 1 : 0);
                return new ShardChange<bool>(true, shard.Edit().Put(changed.Changed(changeId)).Count(at, counts));
            },
            cancellationToken
        );
    }

    private static EvidenceEvent Proof(
        string changeId,
        Subscriber subscriber,
        DepartureReason reason,
        DateTimeOffset at,
        string? newsletter
    ) =>
        new()
        {
            Id = changeId,
            Kind = reason switch
            {
                DepartureReason.Bounced => EvidenceKind.Bounced,
                DepartureReason.Complained => EvidenceKind.Complained,
                _ => EvidenceKind.Left,
            },
            At = at,
            Subscriber = subscriber.Id.Value,
            Source = ConsentSource.Provider,
            Newsletters = newsletter is null ? null : [newsletter],
            Reason = reason.ToString(),
            Done = newsletter is null ? "No more mail to this address." : "No more mail from this newsletter.",
        };

    private ShardEdit? Remember(
        Shard shard,
        ShardEdit edit,
        EmailAddress address,
        DepartureReason reason,
        DateTimeOffset at
    )
    {
        var hashes = hasher.Remembered(address);
        var known = shard.Find(hashes);
        if (known?.Reason >= reason)
            return null;
        if (known is not null)
            edit.Remove(known);
        return edit.Put(
            (
                known
                ?? new Tombstone
                {
                    Hash = hashes[0],
                    Reason = reason,
                    At = at,
                }
            ) with
            {
                Hash = hashes[0],
                Reason = reason,
                At = at,
            }
        );
    }

    private static DepartureReason? ReasonOf(SuppressionReason reason) =>
        reason switch
        {
            SuppressionReason.Unsubscribed => DepartureReason.Left,
            SuppressionReason.Bounced or SuppressionReason.Invalid => DepartureReason.Bounced,
            SuppressionReason.Complained => DepartureReason.Complained,
            _ => null,
        };

    /// <summary>
    /// 11 characters of base64url, 64 bits: the record need not hold the provider's own id, only distinguish two
    /// events.
    /// </summary>
    private static string ShortHash(string eventId) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(eventId)).AsSpan(0, 8));

    /// <summary>Shards keep whole seconds; comparing finer than that would let a repeat look newer.</summary>
    private static DateTimeOffset Seconds(DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}
