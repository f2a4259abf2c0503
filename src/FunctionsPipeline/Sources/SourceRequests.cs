using System.Text.Json;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Sources.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Sources;

/// <summary>Asks that sources be read, and keeps when each is due.</summary>
public sealed class SourceRequests(
    IBlobStore store,
    IMessageQueue queue,
    ISiteSettingsSource settings,
    TimeProvider time
)
{
    /// <summary>
    /// When a source is asked for again whose message was lost, or whose reading died. Longer than the five tries of a
    /// message take.
    /// </summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(15);

    private JsonDocument<SourceSchedule> Schedule => SourceSchedule.In(store);

    /// <summary>Sends a message for each source that is due. Costs one read when none is, nothing without sources.</summary>
    internal async Task AskDueAsync(CancellationToken cancellationToken)
    {
        var sources = (await settings.GetAsync(cancellationToken)).Sources;
        if (sources.Count == 0)
            return;
        var now = time.GetUtcNow();
        var stored = await Schedule.ReadCacheAsync(cancellationToken);
        var due = sources.Where(s => IsDue(stored?.Value, s, now)).ToList();
        if (due.Count == 0)
            return;
        // The message first: one that comes twice finds that nothing is due.
        foreach (var source in due)
            await SendAsync(new SourceRequest(source.Id), cancellationToken);
        var kept = (stored?.Value.Due ?? new Dictionary<string, DueSource>(StringComparer.Ordinal))
            .Where(d => sources.Any(s => s.Id == d.Key))
            .ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal);
        foreach (var source in due)
            kept[source.Id] = DueSource.For(source, now + AskAgainAfter);
        // Where a reading was first, the next look finds what it wrote.
        await Schedule.SwapAsync(stored, new SourceSchedule { Due = kept }, cancellationToken);
    }

    /// <summary>A person asks: the source is read now, also one that was stopped.</summary>
    /// <returns>False if there is no such source.</returns>
    public async Task<bool> AskNowAsync(string id, CancellationToken cancellationToken)
    {
        if ((await settings.GetAsync(cancellationToken)).Sources.All(s => s.Id != id))
            return false;
        await SendAsync(new SourceRequest(id, Now: true), cancellationToken);
        return true;
    }

    internal async Task DueAtAsync(SourceSettings source, DateTimeOffset at, CancellationToken cancellationToken) =>
        await Schedule.UpdateAsync(s => (s ?? new SourceSchedule()).With(source, at), cancellationToken);

    internal static SourceRequest? Parse(string message)
    {
        try
        {
            return JsonSerializer.Deserialize(message, SourcesJson.Compact.SourceRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsDue(SourceSchedule? schedule, SourceSettings source, DateTimeOffset now) =>
        schedule?.Due.GetValueOrDefault(source.Id) is not { } due
        || due.At <= now
        || due.Of != DueSource.MarkOf(source)
        // No time that is set lies further ahead: the clock that set it had jumped.
        || (due.At > now + 2 * ReadTimes.Longest && due.At < SourceReading.Never);

    private Task SendAsync(SourceRequest request, CancellationToken cancellationToken) =>
        queue.SendAsync(
            Queues.Sources,
            JsonSerializer.Serialize(request, SourcesJson.Compact.SourceRequest),
            TimeSpan.Zero,
            cancellationToken
        );
}
