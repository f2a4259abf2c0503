using System.Globalization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Housekeeping;

/// <summary>
/// Expires what has become too old: requests that were not confirmed go, implied consent that ran out ends, erasures
/// that were cut short are finished, soft bounces stop counting, shards that have become large are split, and the day's
/// counts are copied out. Safe to run at any time and to stop anywhere: the next run goes on with the shards that are left.
/// </summary>
public sealed class SubscriberHousekeeping(
    IBlobStore blobs,
    ShardKeeping keeping,
    ShardSplitter splitter,
    RequestLimits limits,
    Imports imports,
    TimeProvider time
)
{
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
            await keeping.KeepAsync((byte)number, tally, cancellationToken);
            if (time.GetElapsedTime(saved) < SaveEvery)
                continue;
            await SaveAsync(ProgressOf(day, number + 1, tally), cancellationToken);
            saved = time.GetTimestamp();
        }
        await WriteCountsAsync(tally, cancellationToken);
        await splitter.RemoveOrphansAsync(cancellationToken);
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
}
