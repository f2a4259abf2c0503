using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Housekeeping;

/// <summary>
/// How far the daily pass over the shards is, as stored in <c>housekeeping.json</c>, with what it has counted so far: a
/// pass that was stopped goes on from there and counts no shard twice.
/// </summary>
public sealed record KeepingProgress
{
    public static readonly BlobPath Blob = new(Containers.Subscribers, "housekeeping.json");

    /// <summary>The day that the pass is for; see <see cref="DayOf"/>.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The first shard that is not done; the number of shards when all are.</summary>
    public int Next { get; init; }

    /// <summary>Everything is done for this day.</summary>
    public bool Finished { get; init; }

    /// <summary>What happened by day (UTC), in the shards that are done.</summary>
    public IReadOnlyDictionary<DateOnly, DayCounts> Happened { get; init; } = new Dictionary<DateOnly, DayCounts>();

    /// <summary>How many stood how, in the shards that are done.</summary>
    public Totals Totals { get; init; } = new(0, 0, 0, 0, new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>A day begins at 09:30 UTC: at night in North America, when few people read or subscribe.</summary>
    public static DateOnly DayOf(DateTimeOffset now) =>
        DateOnly.FromDateTime(now.UtcDateTime.AddHours(-9).AddMinutes(-30));
}
