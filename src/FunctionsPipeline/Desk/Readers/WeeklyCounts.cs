using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Housekeeping;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Desk.Readers;

/// <summary>One week of readers.</summary>
/// <param name="Monday">Its first day (UTC).</param>
public sealed record ReaderWeek(DateOnly Monday, DayCounts Happened);

/// <param name="Totals">As counted last; null before the first night.</param>
/// <param name="Weeks">The oldest first.</param>
public sealed record ReaderCounts(DateOnly? CountedOn, Totals? Totals, IReadOnlyList<ReaderWeek> Weeks);

/// <summary>
/// What happened in each of the last weeks. Each night's count is a document of its own; those of past days are kept together
/// in <c>state/desk/days.json</c>, so that a page costs a few reads.
/// </summary>
public sealed class WeeklyCounts(IBlobStore store, TimeProvider time)
{
    public const int Weeks = 12;

    private const string Folder = "counts/";
    private const int ReadsAtATime = 16;

    private static readonly BlobPath Path = new(Containers.State, "desk/days.json");

    public async Task<ReaderCounts> ReadAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = MondayOf(today).AddDays(-7 * (Weeks - 1));
        var document = new JsonDocument<KeptDays>(store, Path, KeptDaysJson.Own.KeptDays);
        var stored = await document.ReadCacheAsync(cancellationToken);
        var known = (stored?.Value.Days ?? []).ToDictionary(day => day.Name, StringComparer.Ordinal);
        var days = new List<KeptDay>();
        var changed = new List<BlobEntry>();
        await foreach (var entry in store.ListAsync(Containers.Subscribers, Folder, cancellationToken))
        {
            if (
                !DateOnly.TryParseExact(
                    System.IO.Path.GetFileNameWithoutExtension(entry.Name),
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day
                )
                || day < first
            )
                continue;
            if (known.TryGetValue(entry.Name, out var kept) && kept.ETag == entry.ETag)
                days.Add(kept);
            else
                changed.Add(entry);
        }
        foreach (var some in changed.Chunk(ReadsAtATime))
            days.AddRange(
                (await Task.WhenAll(some.Select(entry => ReadAsync(entry, cancellationToken)))).OfType<KeptDay>()
            );
        if (changed.Count > 0)
            await document.SwapAsync(stored, new KeptDays { Days = days }, cancellationToken);
        var ordered = days.OrderBy(day => day.Counts.Day).ToList();
        var counted = ordered.LastOrDefault(day => day.Counts.Totals is not null);
        return new ReaderCounts(
            counted?.Counts.Day,
            counted?.Counts.Totals,
            [
                .. Enumerable
                    .Range(0, Weeks)
                    .Select(week => first.AddDays(7 * week))
                    .Select(monday => new ReaderWeek(
                        monday,
                        ordered
                            .Where(day => MondayOf(day.Counts.Day) == monday)
                            .Aggregate(new DayCounts(), (sum, day) => sum + day.Counts.Happened)
                    )),
            ]
        );
    }

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private async Task<KeptDay?> ReadAsync(BlobEntry entry, CancellationToken cancellationToken) =>
        await store.ReadJsonAsync(
            new BlobPath(Containers.Subscribers, entry.Name),
            SubscriberJson.Conventional.DailyCounts,
            cancellationToken
        )
            is { } day
            ? new KeptDay(entry.Name, entry.ETag, day.Value)
            : null;
}

internal sealed record KeptDays
{
    public IReadOnlyList<KeptDay> Days { get; init; } = [];
}

/// <param name="Name">Of the night's own document.</param>
/// <param name="ETag">Of the same.</param>
internal sealed record KeptDay(string Name, string ETag, DailyCounts Counts);

[JsonSerializable(typeof(KeptDays))]
internal sealed partial class KeptDaysJson : JsonSerializerContext
{
    public static KeptDaysJson Own { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
