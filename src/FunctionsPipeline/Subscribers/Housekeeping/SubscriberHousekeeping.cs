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
/// Expires what has become too old: requests that were not confirmed go, implied consent that ran out ends, erasures
/// that were cut short are finished, soft bounces stop counting, and the day's counts are copied out. Safe to run at
/// any time and to stop anywhere: the next run goes on with the shards that are left.
/// </summary>
public sealed partial class SubscriberHousekeeping(
    IBlobStore blobs,
    ShardStore shards,
    AddressHasher hasher,
    EvidenceStore evidence,
    Erasure erasure,
    RequestLimits limits,
    Imports imports,
    TimeProvider time,
    ILogger<SubscriberHousekeeping> logger
)
{
    /// <summary>Evidence without a record is looked for in one shard of so many a day.</summary>
    private const int OrphanDays = 7;

    /// <summary>Work that a stop undoes, at most; a process that is asked to stop has ten seconds.</summary>
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Called each hour: does the day's pass if it is not done. A timer is not run again when a stop has cut it short.
    /// </summary>
    public async Task RunDailyAsync(CancellationToken cancellationToken)
    {
        if (
            await ReadProgressAsync(cancellationToken) is not { Finished: true } done
            || done.Day != KeepingProgress.DayOf(time.GetUtcNow())
        )
            await RunAsync(cancellationToken);
    }

    /// <summary>
    /// Goes on with the day's pass where it was stopped; begins one if there is none or if it is finished.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var day = KeepingProgress.DayOf(time.GetUtcNow());
        var progress = await ReadProgressAsync(cancellationToken);
        if (progress is null || progress.Finished || progress.Day != day)
            progress = new KeepingProgress { Day = day };
        var tally = new ShardTally(progress);
        var saved = time.GetTimestamp();
        for (var number = progress.Next; number < ShardStore.Count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await KeepAsync((byte)number, tally, cancellationToken);
            if (time.GetElapsedTime(saved) < SaveEvery)
                continue;
            await SaveAsync(ProgressOf(day, number + 1, tally), cancellationToken);
            saved = time.GetTimestamp();
        }
        await WriteCountsAsync(tally, cancellationToken);
        await limits.CleanAsync(cancellationToken);
        await imports.CleanAsync(cancellationToken);
        await SaveAsync(ProgressOf(day, ShardStore.Count, tally) with { Finished = true }, cancellationToken);
    }

    private static KeepingProgress ProgressOf(DateOnly day, int next, ShardTally tally) =>
        new()
        {
            Day = day,
            Next = next,
            Happened = tally.Happened,
            Totals = tally.Totals,
        };

    private async Task KeepAsync(byte number, ShardTally tally, CancellationToken cancellationToken)
    {
        var shard = await TidyAsync(number, cancellationToken);
        foreach (var unfinished in shard.Tombstones().Where(t => t.Unfinished))
            await erasure.FinishAsync(unfinished, cancellationToken);
        if (number % OrphanDays == Today().DayNumber % OrphanDays)
            await RemoveOrphansAsync(shard, cancellationToken);
        tally.Add(shard);
    }

    private async Task<KeepingProgress?> ReadProgressAsync(CancellationToken cancellationToken) =>
        (
            await blobs.ReadJsonAsync(
                KeepingProgress.Blob,
                SubscriberJson.Conventional.KeepingProgress,
                cancellationToken
            )
        )?.Value;

    private async Task SaveAsync(KeepingProgress progress, CancellationToken cancellationToken) =>
        await blobs.WriteJsonAsync(
            KeepingProgress.Blob,
            progress,
            SubscriberJson.Conventional.KeepingProgress,
            WriteCondition.Always,
            cancellationToken
        );

    /// <summary>One pass over a shard, written only if something changed.</summary>
    private async Task<Shard> TidyAsync(byte number, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var forgotten = new List<SubscriberId>();
        var ended = 0;
        var shard = await shards.ChangeAsync(
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
        foreach (var id in forgotten)
            await evidence.RemoveAllAsync(id, cancellationToken);
        if (forgotten.Count > 0 || ended > 0)
            LogTidied(logger, number, forgotten.Count, ended);
        return shard;
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

    /// <summary>
    /// Deletes evidence of requests whose record lost a race or was never written: it proves nothing and holds personal
    /// data.
    /// </summary>
    private async Task RemoveOrphansAsync(Shard shard, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow().AddDays(-1);
        var young = new HashSet<SubscriberId>();
        var found = new HashSet<SubscriberId>();
        await foreach (
            var entry in blobs.ListAsync(Containers.Subscribers, $"evidence/{shard.Number:x2}", cancellationToken)
        )
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
                onlyAsked &=
                    happened is { Kind: EvidenceKind.Requested or EvidenceKind.ConfirmationSent, Stripped: null };
            if (onlyAsked)
                await evidence.RemoveAllAsync(id, cancellationToken);
        }
    }

    private async Task WriteCountsAsync(ShardTally tally, CancellationToken cancellationToken)
    {
        var today = Today();
        var days = new SortedDictionary<DateOnly, DayCounts>(tally.Happened.ToDictionary());
        days.TryAdd(today, new DayCounts());
        foreach (var (day, happened) in days)
        {
            var path = new BlobPath(
                Containers.Subscribers,
                $"counts/{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.json"
            );
            var stored = await blobs.ReadJsonAsync(path, SubscriberJson.Conventional.DailyCounts, cancellationToken);
            var counts = new DailyCounts
            {
                Day = day,
                Happened = happened,
                Totals = day == today ? tally.Totals : stored?.Value.Totals,
            };
            if (stored?.Value.Happened != happened || day == today)
                await blobs.WriteJsonAsync(
                    path,
                    counts,
                    SubscriberJson.Conventional.DailyCounts,
                    WriteCondition.Always,
                    cancellationToken
                );
        }
    }

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Shard {Shard}: {Forgotten} unconfirmed requests deleted, {Ended} implied consents ended."
    )]
    private static partial void LogTidied(ILogger logger, byte shard, int forgotten, int ended);
}
