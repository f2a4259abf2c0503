using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Store;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Subscribers.Access;

/// <summary>
/// The one grant that a subscriber's record holds: the hash of a secret, and until when it opens what is held.
/// </summary>
public sealed class AccessGrants(ShardStore shards, EvidenceStore evidence, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <returns>Null if there is no such subscriber.</returns>
    public async Task<Subscriber?> FindAsync(SubscriberId id, CancellationToken cancellationToken) =>
        (await shards.ReadAsync(id, cancellationToken)).Find(id);

    /// <summary>Replaces the subscriber's grant, and with it any earlier link. The evidence is written first.</summary>
    /// <param name="kind">An opened link's grant ends when the link would have ended.</param>
    /// <param name="allowed">Asked of the record that is changed.</param>
    /// <returns>The record with the grant; null if there is none, or if it was not allowed.</returns>
    public Task<Subscriber?> GiveAsync(
        SubscriberId id,
        string secret,
        EvidenceKind kind,
        RequestOrigin origin,
        Func<Subscriber, bool> allowed,
        CancellationToken cancellationToken
    )
    {
        var changeId = ChangeId.New();
        var now = time.GetUtcNow();
        return shards.ChangeAsync<Subscriber?>(
            id,
            async (shard, stop) =>
            {
                if (shard.Find(id) is not { } subscriber)
                    return new ShardChange<Subscriber?>(null);
                if (subscriber.Made(changeId))
                    return new ShardChange<Subscriber?>(subscriber);
                if (!allowed(subscriber))
                    return new ShardChange<Subscriber?>(null);
                await evidence.AddAsync(
                    new EvidenceEvent
                    {
                        Id = changeId,
                        Kind = kind,
                        At = now,
                        Subscriber = id.Value,
                        Ip = origin.Ip,
                        UserAgent = origin.Browser,
                    },
                    stop
                );
                // A page's pass ends when its link would have ended.
                var until = kind == EvidenceKind.AccessOpened ? subscriber.Access!.Until : now + Lifetime;
                var changed = (subscriber with { Access = new AccessGrant(Hash(secret), until) }).Changed(changeId);
                return new ShardChange<Subscriber?>(changed, shard.Edit().Put(changed));
            },
            cancellationToken
        );
    }

    public bool IsOpen(Subscriber subscriber, string secret) =>
        subscriber.Access is { } access
        && time.GetUtcNow() < access.Until
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(access.Secret),
            Encoding.ASCII.GetBytes(Hash(secret))
        );

    private static string Hash(string secret) => Sha256Hex.Of(secret, 16);
}
