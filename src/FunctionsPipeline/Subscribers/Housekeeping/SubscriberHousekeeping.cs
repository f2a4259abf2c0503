using System.Globalization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Subscribers.Housekeeping;

/// <summary>
/// What time does to subscribers: requests that nobody confirmed go, implied consent that ran out ends, erasures that were
/// cut short are finished, and the day's counts are copied out. Safe to run at any time and to stop anywhere.
/// </summary>
public sealed partial class SubscriberHousekeeping(
    IBlobStore blobs, ShardStore shards, AddressHasher hasher, EvidenceStore evidence, Erasure erasure, JoinLimits limits, Imports imports,
    TimeProvider time, ILogger<SubscriberHousekeeping> logger)
{
    /// <summary>Evidence without a record is looked for in one shard of so many a day.</summary>
    private const int OrphanDays = 7;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var days = new SortedDictionary<DateOnly, DayCounts>();
        var totals = new TotalsCount();
        for (var number = 0; number < ShardStore.Count; number++)
        {
            var shard = await TidyAsync((byte)number, cancellationToken);
            foreach (var (day, counts) in shard.Days)
                days[day] = days.GetValueOrDefault(day, new DayCounts()) + counts;
            foreach (var subscriber in shard.Subscribers())
                totals.Add(subscriber);
            foreach (var unfinished in shard.Tombstones().Where(t => t.Unfinished))
                await erasure.FinishAsync(unfinished, cancellationToken);
            if (number % OrphanDays == Today().DayNumber % OrphanDays)
                await RemoveOrphansAsync(shard, cancellationToken);
        }
        await WriteCountsAsync(days, totals.Result(), cancellationToken);
        await limits.CleanAsync(cancellationToken);
        await imports.CleanAsync(cancellationToken);
    }

    /// <summary>One pass over a shard, written only if something changed.</summary>
    private async Task<Shard> TidyAsync(byte number, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var forgotten = new List<SubscriberId>();
        var ended = 0;
        var shard = await shards.ChangeAsync(number, async (read, stop) =>
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
                    ended += tidied.Subscriptions.Count(s => s.Left is { Reason: DepartureReason.Expired }) - subscriber.Subscriptions.Count(s => s.Left is { Reason: DepartureReason.Expired });
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
        }, cancellationToken);
        foreach (var id in forgotten)
            await evidence.RemoveAllAsync(id, cancellationToken);
        if (forgotten.Count > 0 || ended > 0)
            LogTidied(logger, number, forgotten.Count, ended);
        return shard;
    }

    /// <returns>The same instance if nothing is due; null if nothing is left to keep.</returns>
    private async Task<Subscriber?> TidyAsync(Subscriber subscriber, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var tidied = subscriber;
        if (subscriber.Pending?.IsOpenAt(now) == false)
        {
            if (subscriber.Subscriptions.Count == 0 && subscriber.Suppressed is null)
                return null;
            tidied = tidied with { Pending = null };
        }
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
                cancellationToken);
            tidied = tidied.With(subscription with { Left = new Departure(end, DepartureReason.Expired) });
        }
        return tidied;
    }

    /// <summary>
    /// Deletes evidence of requests whose record lost a race or was never written: it proves nothing and holds personal data.
    /// </summary>
    private async Task RemoveOrphansAsync(Shard shard, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow().AddDays(-1);
        var young = new HashSet<SubscriberId>();
        var found = new HashSet<SubscriberId>();
        await foreach (var entry in blobs.ListAsync(Containers.Subscribers, $"evidence/{shard.Number:x2}", cancellationToken))
        {
            if (SubscriberId.TryParse(entry.Name.Split('/')[1], out var id))
                (entry.LastModified < before ? found : young).Add(id);
        }
        found.ExceptWith(young);
        found.ExceptWith(shard.Subscribers().Select(s => s.Id));
        found.ExceptWith(shard.Tombstones().Select(t => t.Id).OfType<SubscriberId>());
        foreach (var id in found)
        {
            var onlyAsked = true;
            await foreach (var happened in evidence.OfAsync(id, cancellationToken))
                onlyAsked &= happened is { Kind: EvidenceKind.Requested or EvidenceKind.ConfirmationSent, Stripped: null };
            if (onlyAsked)
                await evidence.RemoveAllAsync(id, cancellationToken);
        }
    }

    private async Task WriteCountsAsync(SortedDictionary<DateOnly, DayCounts> days, Totals totals, CancellationToken cancellationToken)
    {
        var today = Today();
        days.TryAdd(today, new DayCounts());
        foreach (var (day, happened) in days)
        {
            var path = new BlobPath(Containers.Subscribers, $"counts/{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.json");
            var stored = await blobs.ReadJsonAsync(path, SubscriberJson.Conventional.DailyCounts, cancellationToken);
            var counts = new DailyCounts { Day = day, Happened = happened, Totals = day == today ? totals : stored?.Value.Totals };
            if (stored?.Value.Happened != happened || day == today)
                await blobs.WriteJsonAsync(path, counts, SubscriberJson.Conventional.DailyCounts, WriteCondition.Always, cancellationToken);
        }
    }

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {Shard}: {Forgotten} unconfirmed requests deleted, {Ended} implied consents ended.")]
    private static partial void LogTidied(ILogger logger, byte shard, int forgotten, int ended);

    private sealed class TotalsCount
    {
        private readonly SortedDictionary<string, int> _byNewsletter = new(StringComparer.Ordinal);
        private int _active, _pending, _unsubscribed, _suppressed;

        public void Add(Subscriber subscriber)
        {
            switch (subscriber.Status)
            {
                case SubscriberStatus.Active: _active++; break;
                case SubscriberStatus.Pending: _pending++; break;
                case SubscriberStatus.Unsubscribed: _unsubscribed++; break;
                default: _suppressed++; return;
            }
            foreach (var subscription in subscriber.Subscriptions.Where(s => s.Left is null))
                _byNewsletter[subscription.Newsletter] = _byNewsletter.GetValueOrDefault(subscription.Newsletter) + 1;
        }

        public Totals Result() => new(_active, _pending, _unsubscribed, _suppressed, _byNewsletter);
    }
}
