using System.Text.Json;
using FunctionsPipeline.LocalHost.Functions;
using FunctionsPipeline.LocalHost.Triggers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace FunctionsPipeline.LocalHost.Http;

/// <summary>
/// Event Grid's address for events of blobs, <c>/runtime/webhooks/blobs?functionName=Host.Functions.NAME</c>. The SDK's
/// extension answers; what would end the whole host there is refused here.
/// </summary>
internal sealed partial class EventGridWebHook(WebHooks webHooks, FunctionKeys keys, ILogger<EventGridWebHook> log)
{
    // Event Grid sends at most 1 MB at once.
    private const int LargestBody = 1024 * 1024 + 64 * 1024;

    private HashSet<string> _functions = [];

    public void Set(IEnumerable<FunctionInfo> functions) =>
        _functions = functions
            .Where(function => function.Trigger.Is("blobTrigger"))
            .Select(function => function.HostName)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    public async Task AnswerAsync(HttpContext http)
    {
        if (!keys.Allows(http.Request, "", AuthorizationLevel.System))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var function = http.Request.Query["functionName"].ToString();
        if (function.Length == 0 || !_functions.Contains(function))
        {
            LogUnknown(log);
            http.Response.StatusCode =
                function.Length == 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status404NotFound;
            return;
        }

        await PassAsync(http, function);
    }

    private async Task PassAsync(HttpContext http, string function)
    {
        using var body = new MemoryStream();
        try
        {
            if (
                http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is
                { IsReadOnly: false } limit
            )
                limit.MaxRequestBodySize = LargestBody;
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            using var content = new ByteArrayContent(body.ToArray());
            content.Headers.TryAddWithoutValidation(
                HeaderNames.ContentType,
                http.Request.ContentType ?? "application/json"
            );
            using var response = await webHooks.PostBlobEventsAsync(
                function,
                http.Request.Headers["aeg-event-type"],
                content,
                http.RequestAborted
            );
            http.Response.StatusCode = (int)response.StatusCode;
            if (response.Content is { } answer)
            {
                http.Response.ContentType = answer.Headers.ContentType?.ToString();
                await answer.CopyToAsync(http.Response.Body, http.RequestAborted);
            }
        }
        catch (BadHttpRequestException refused)
        {
            http.Response.StatusCode = refused.StatusCode;
        }
        catch (Exception malformed)
            when (malformed
                    is JsonException
                        or Newtonsoft.Json.JsonException
                        or FormatException
                        or ArgumentException
                        or NullReferenceException
                        or InvalidCastException
            )
        {
            // The extension has no words for events that are none.
            LogMalformed(log, function);
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        catch (Exception fault) when (!http.RequestAborted.IsCancellationRequested)
        {
            // Event Grid tries again for a day.
            LogNotQueued(log, function, Storage.StorageFaults.Reason(fault));
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    [LoggerMessage(
        70,
        LogLevel.Warning,
        "An event for blobs names no blob function of this app: its address needs ?functionName=Host.Functions.NAME. (The real host ends when there is no name at all.)"
    )]
    private static partial void LogUnknown(ILogger log);

    [LoggerMessage(71, LogLevel.Warning, "{Function}: what was posted is no list of events about blobs.")]
    private static partial void LogMalformed(ILogger log, string function);

    [LoggerMessage(
        72,
        LogLevel.Warning,
        "{Function}: an event could not be queued ({Reason}); Event Grid sends it again."
    )]
    private static partial void LogNotQueued(ILogger log, string function, string reason);
}
