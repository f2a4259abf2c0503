using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Standalone.Storage;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Standalone.Timers;

/// <summary>Keeps a timer's status where the real host keeps it, in the same shape.</summary>
internal sealed class TimerStatusStore(HostStorage storage, string hostId, string functionId)
{
    private readonly string _name = $"timers/{hostId}/{functionId}/status";

    /// <returns>Null: there is none, or none that can be read.</returns>
    public async Task<ScheduleStatus?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await storage.ReadAsync(_name, cancellationToken) is not { } json)
            return null;
        try
        {
            var status = JsonSerializer.Deserialize(json, TimerJson.Default.ScheduleStatus);
            return status is null ? null : new ScheduleStatus
            {
                Last = Utc(status.Last), Next = Utc(status.Next), LastUpdated = Utc(status.LastUpdated),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // "Never" is stored without an offset and must stay what it is.
    private static DateTime Utc(DateTime time)
        => time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();

    public Task WriteAsync(ScheduleStatus status, CancellationToken cancellationToken)
        => storage.WriteAsync(_name, new(JsonSerializer.SerializeToUtf8Bytes(status, TimerJson.Default.ScheduleStatus)), cancellationToken);
}

[JsonSerializable(typeof(ScheduleStatus))]
internal sealed partial class TimerJson : JsonSerializerContext;
