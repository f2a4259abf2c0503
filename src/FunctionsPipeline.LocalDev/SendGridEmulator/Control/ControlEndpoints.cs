using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.SendGridEmulator.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Control;

/// <summary>What a test in another process says to the emulator, and asks of it. README.md lists it.</summary>
internal sealed class ControlEndpoints(EmulatedSendGrid emulator, MovableClock clock, BatchBook batches)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/control");
        control.MapGet("/status", () => Results.Json(emulator.Status, ControlJson.Default.EmulatorStatus));
        control.MapPost("/clock", (Delegate)SetClockAsync);
        control.MapPost("/faults", (Delegate)SetFaultAsync);
        control.MapDelete(
            "/faults",
            () =>
            {
                emulator.Faults.Clear();
                batches.ForeignHolds = 0;
                return Results.NoContent();
            }
        );
        control.MapPost("/webhook", (Delegate)SetWebhookAsync);
        control.MapGet("/webhook-key", () => Results.Text(emulator.WebhookPublicKey));
        control.MapGet(
            "/deliveries",
            () => Results.Json(emulator.Deliveries.Issues, ControlJson.Default.IReadOnlyListIssueDeliveries)
        );
        control.MapGet("/deliveries/{issue}", ListAddressesAsync);
        control.MapGet("/violations", () => Results.Json(emulator.Violations, ControlJson.Default.IReadOnlyListString));
        control.MapPost("/settle", (HttpContext http) => emulator.SettleAsync(http.RequestAborted));
    }

    private async Task<IResult> SetClockAsync(HttpContext http)
    {
        if (
            await ReadAsync(http, ControlJson.Default.ClockOrder) is not { } order
            || order.Scale <= 0
            || order.AdvanceSeconds < 0
        )
            return Results.BadRequest("""{"scale": above 0, "advanceSeconds": 0 or more}""");
        if (order.Scale is { } scale)
            clock.Scale = scale;
        if (order.AdvanceSeconds is { } seconds)
            clock.Advance(TimeSpan.FromSeconds(seconds));
        return Results.Json(emulator.Status, ControlJson.Default.EmulatorStatus);
    }

    private async Task<IResult> SetFaultAsync(HttpContext http)
    {
        if (await ReadAsync(http, ControlJson.Default.FaultOrder) is not { } order)
            return Results.BadRequest($"Faults: {string.Join(", ", Enum.GetNames<Fault>())}.");
        var faults = emulator.Faults;
        if (order.SlownessSeconds is { } seconds and >= 0)
            faults.Slowness = TimeSpan.FromSeconds(seconds);
        if (order.Fault is { } fault && order.Rate is { } rate)
            faults.Rate(fault, rate);
        else if (order.Fault is { } next)
            faults.Next(next, order.Times ?? 1);
        if (order.RefuseAddress is { Length: > 0 } address)
            faults.Refuse(address);
        faults.KeyRevoked = order.KeyRevoked ?? faults.KeyRevoked;
        faults.WebhookOutage = order.WebhookOutage ?? faults.WebhookOutage;
        batches.ForeignHolds = order.ForeignHolds ?? batches.ForeignHolds;
        return Results.NoContent();
    }

    private async Task<IResult> SetWebhookAsync(HttpContext http)
    {
        if (await ReadAsync(http, ControlJson.Default.WebhookOrder) is not { } order)
            return Results.BadRequest("""{"url": "http://127.0.0.1:..."}""");
        emulator.Webhook = order.Url;
        return Results.NoContent();
    }

    /// <summary>A line per address: the key in hexadecimal, a space, the count. Streamed: there may be a million.</summary>
    private async Task ListAddressesAsync(HttpContext http, string issue)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        await using var writer = new StreamWriter(http.Response.Body);
        foreach (var (key, count) in emulator.Deliveries.Of(issue))
            await writer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{key:x16} {count}\n"));
    }

    private static async Task<T?> ReadAsync<T>(
        HttpContext http,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type
    )
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record ClockOrder(double? Scale, double? AdvanceSeconds);

internal sealed record FaultOrder(
    Fault? Fault,
    int? Times,
    double? Rate,
    double? SlownessSeconds,
    string? RefuseAddress,
    bool? KeyRevoked,
    bool? WebhookOutage,
    int? ForeignHolds
);

internal sealed record WebhookOrder(Uri? Url);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(EmulatorStatus))]
[JsonSerializable(typeof(ClockOrder))]
[JsonSerializable(typeof(FaultOrder))]
[JsonSerializable(typeof(WebhookOrder))]
[JsonSerializable(typeof(IReadOnlyList<IssueDeliveries>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class ControlJson : JsonSerializerContext;
