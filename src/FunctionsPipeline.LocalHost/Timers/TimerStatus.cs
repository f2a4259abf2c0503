using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.LocalHost.Storage;

namespace FunctionsPipeline.LocalHost.Timers;

/// <summary>
/// When a timer ran last and is due next, in UTC: the shape that the real host stores and hands to functions.
/// </summary>
internal sealed record TimerStatus(DateTime Last, DateTime Next, DateTime LastUpdated);

/// <summary>Keeps a timer's status where the real host keeps it.</summary>
internal sealed class TimerStatusStore(HostStorage storage, string hostId, string timer)
{
    private readonly string _name = $"timers/{hostId}/{timer}/status";

    /// <returns>Null: there is none, or none that can be read.</returns>
    public async Task<TimerStatus?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await storage.ReadAsync(_name, cancellationToken) is not { } stored)
            return null;
        try
        {
            return JsonSerializer.Deserialize(stored.Content, TimerJson.Default.TimerStatus) is { } status
                ? new(Utc(status.Last), Utc(status.Next), Utc(status.LastUpdated))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public Task WriteAsync(TimerStatus status, CancellationToken cancellationToken) =>
        storage.WriteAsync(
            _name,
            new(JsonSerializer.SerializeToUtf8Bytes(status, TimerJson.Default.TimerStatus)),
            null,
            cancellationToken
        );

    // "Never" is stored without an offset and must stay what it is.
    private static DateTime Utc(DateTime time) =>
        time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();
}

/// <summary>What the worker makes its TimerInfo of.</summary>
internal sealed record TimerInput(TimerInput.Dst Schedule, TimerStatus? ScheduleStatus, bool IsPastDue)
{
    public static string Json(TimerStatus? status, bool isPastDue) =>
        JsonSerializer.Serialize(
            new TimerInput(new(AdjustForDST: true), status, isPastDue),
            TimerJson.Default.TimerInput
        );

    internal sealed record Dst(bool AdjustForDST);
}

[JsonSerializable(typeof(TimerStatus))]
[JsonSerializable(typeof(TimerInput))]
internal sealed partial class TimerJson : JsonSerializerContext;
