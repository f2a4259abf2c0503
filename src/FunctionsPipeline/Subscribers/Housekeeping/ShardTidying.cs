using System.Runtime.CompilerServices;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Subscribers.Housekeeping;

/// <summary>
/// Expires what has become too old in one shard: requests that were not confirmed, implied consent, access, soft bounces.
/// </summary>
public sealed partial class ShardTidying(
    ShardStore shards,
    AddressHasher hasher,
    EvidenceStore evidence,
    TimeProvider time,
    ILogger<ShardTidying> logger
)
{
    /// <summary>One pass over one of the 256 shards, each part of it written only if something changed.</summary>
    /// <returns>The shard, or its parts, as they are now.</returns>
    public async IAsyncEnumerable<Shard> TidyAsync(
        byte number,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var forgotten = new List<SubscriberId>();
        var ended = 0;
        var tidied = shards.ChangeEachAsync(
            number,
            async (read, stop) =>
            {
                forgotten.Clear();
                ended = 0;
                var edit = read.Edit();
                var changes = 0;
                foreach (var subscriber in read.Subscribers())
                {
                    var tidied = await TidyAsync(subscriber, now, stop);
                    if (tidied == subscriber)
                        continue;
                    changes++;
                    if (tidied is null)
                    {
                        forgotten.Add(subscriber.Id);
                        edit.Remove(subscriber.Id);
                    }
                    else
                    {
                        ended +=
                            tidied.Subscriptions.Count(s => s.Left is { Reason: DepartureReason.Expired })
                            - subscriber.Subscriptions.Count(s => s.Left is { Reason: DepartureReason.Expired });
                        edit.Put(tidied);
                    }
                }
                foreach (var tombstone in read.Tombstones())
                {
                    var renewed = hasher.Renew(tombstone.Hash);
                    if (renewed == tombstone.Hash)
                        continue;
                    changes++;
                    edit.Remove(tombstone).Put(tombstone with { Hash = renewed });
                }
                return new ShardChange<Shard>(changes == 0 ? read : edit.Build(), changes == 0 ? null : edit);
            },
            cancellationToken
        );
        await foreach (var shard in tidied)
        {
            foreach (var id in forgotten)
                await evidence.RemoveAllAsync(id, cancellationToken);
            if (forgotten.Count > 0 || ended > 0)
                LogTidied(logger, shard.Name, forgotten.Count, ended);
            yield return shard;
        }
    }

    /// <returns>The same instance if nothing is due; null if nothing is left to keep.</returns>
    private async Task<Subscriber?> TidyAsync(
        Subscriber subscriber,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var tidied = subscriber;
        if (subscriber.Pending.Any(p => !p.IsOpenAt(now)))
        {
            tidied = tidied with { Pending = [.. subscriber.Pending.Where(p => p.IsOpenAt(now))] };
            if (tidied.Pending.Count == 0 && subscriber.Subscriptions.Count == 0 && subscriber.Suppressed is null)
                return null;
        }
        tidied = tidied.WithoutExpired(now);
        if (subscriber.Access?.Until <= now)
            tidied = tidied with { Access = null };
        foreach (var subscription in subscriber.Subscriptions.Where(s => s.Left is null && !s.HoldsAt(now)))
        {
            var end = subscription.Basis.ExpiresAt(subscription.ConsentedAt)!.Value;
            await evidence.AddAsync(
                new EvidenceEvent
                {
                    Id = $"expired-{subscription.Newsletter}",
                    Kind = EvidenceKind.ConsentExpired,
                    At = end,
                    Subscriber = subscriber.Id.Value,
                    Newsletters = [subscription.Newsletter],
                    Source = ConsentSource.Housekeeping,
                    Basis = subscription.Basis,
                    Expires = end,
                    Done = "No more mail from this newsletter.",
                },
                cancellationToken
            );
            tidied = tidied.With(subscription with { Left = new Departure(end, DepartureReason.Expired) });
        }
        return tidied;
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Shard {Shard}: {Forgotten} unconfirmed requests deleted, {Ended} implied consents ended."
    )]
    private static partial void LogTidied(ILogger logger, ShardName shard, int forgotten, int ended);
}
