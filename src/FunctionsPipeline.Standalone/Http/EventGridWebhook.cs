using System.Text.Json;
using Azure.Storage.Blobs.Models;
using FunctionsPipeline.Standalone.Blobs;
using FunctionsPipeline.Standalone.Functions;
using FunctionsPipeline.Standalone.Hosting;
using FunctionsPipeline.Standalone.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Http;

/// <summary>
/// Takes events of created blobs (Event Grid schema) at the real host's address and puts them on the internal queue.
/// </summary>
internal static partial class EventGridWebhook
{
    // Event Grid sends at most 1 MB at once.
    private const long LargestBody = 1024 * 1024 + 64 * 1024;

    public static void Map(IEndpointRouteBuilder endpoints, IReadOnlyList<FunctionDefinition> functions, FunctionKeys keys)
    {
        var waiting = functions.Where(function => function.Trigger is BlobTriggerDefinition { Source: BlobTriggerSource.EventGrid })
            .ToDictionary(function => function.Id, StringComparer.OrdinalIgnoreCase);
        var queue = endpoints.ServiceProvider.GetRequiredService<Lazy<BlobWorkQueue>>();
        // By which the worker judges how long ago a blob was seen.
        var time = endpoints.ServiceProvider.GetRequiredService<ListenerServices>().Time;
        var log = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EventGridWebhook));
        endpoints.MapMethods("/runtime/webhooks/blobs", ["POST"], async http =>
        {
            var answer = !keys.Allows(http.Request, "", AuthorizationLevel.System) ? Results.Unauthorized()
                : !waiting.TryGetValue(http.Request.Query["functionName"].ToString(), out var function) ? Results.NotFound()
                : await ReceiveAsync(http, function, queue.Value, time, log);
            await answer.ExecuteAsync(http);
        });
    }

    private static async Task<IResult> ReceiveAsync(
        HttpContext http, FunctionDefinition function, BlobWorkQueue queue, TimeProvider time, ILogger log)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LargestBody;
        try
        {
            using var events = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            foreach (var item in events.RootElement.EnumerateArray())
            {
                switch (item.GetProperty("eventType").GetString())
                {
                    case "Microsoft.EventGrid.SubscriptionValidationEvent":
                        // Event Grid sends it alone, to learn whether the address wants events at all.
                        return Accept(item.GetProperty("data").GetProperty("validationCode").GetString());
                    case "Microsoft.Storage.BlobCreated" when Read(item, time.GetUtcNow()) is { } blob:
                        await queue.SendAsync(new BlobWork(function.Id, [blob]), TimeSpan.Zero, http.RequestAborted);
                        break;
                }
            }

            return Results.Ok();
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return Results.BadRequest();
        }
        catch (BadHttpRequestException refused)
        {
            return Results.StatusCode(refused.StatusCode);
        }
        catch (Exception fault)
        {
            // Event Grid tries again for a day.
            LogNotQueued(log, function.Name, StorageFaults.Reason(fault));
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    // Subject: /blobServices/default/containers/CONTAINER/blobs/NAME
    private static BlobVersion? Read(JsonElement item, DateTimeOffset now)
    {
        var parts = (item.GetProperty("subject").GetString() ?? "").Split('/', 7);
        var data = item.GetProperty("data");
        return parts.Length == 7 && parts[5] == "blobs" && data.GetProperty("eTag").GetString() is { } eTag
            ? new(data.GetProperty("blobType").GetString() ?? BlobType.Block + "Blob", parts[4], parts[6], eTag.Trim('"'), now)
            : null;
    }

    private static IResult Accept(string? code)
        => Results.Text($$"""{"validationResponse":{{JsonSerializer.Serialize(code)}}}""", "application/json");

    [LoggerMessage(70, LogLevel.Warning, "{Function}: an event could not be queued ({Reason}); Event Grid sends it again.")]
    private static partial void LogNotQueued(ILogger log, string function, string reason);
}
