using FunctionsPipeline.Standalone.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Http;

/// <summary>Maps HTTP functions to routes and their results to answers.</summary>
internal static partial class HttpFunctions
{
    public static void Map(IEndpointRouteBuilder endpoints, IReadOnlyList<FunctionDefinition> functions)
    {
        var keys = endpoints.ServiceProvider.GetRequiredService<FunctionKeys>();
        var invoker = endpoints.ServiceProvider.GetRequiredService<FunctionInvoker>();
        var log = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HttpFunctions));
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpTriggerDefinition trigger)
                continue;
            var answer = (RequestDelegate)(http => AnswerAsync(http, function, trigger, keys, invoker, log));
            var endpoint = endpoints.Map(trigger.Route, answer);
            if (trigger.Methods.Count > 0)
                endpoint.WithMetadata(new HttpMethodMetadata(WithHead(trigger, functions)));
            endpoint.WithDisplayName("Function " + function.Name);
        }
    }

    // RFC 9110, 9.1: who answers GET answers HEAD. Kestrel leaves the body out.
    private static IEnumerable<string> WithHead(HttpTriggerDefinition trigger, IReadOnlyList<FunctionDefinition> functions)
    {
        var isAnsweredByAnother = functions.Any(other => other.Trigger is HttpTriggerDefinition http
            && http.Methods.Contains("HEAD", StringComparer.Ordinal) && http.Route.RawText == trigger.Route.RawText);
        return trigger.Methods.Contains("GET", StringComparer.Ordinal) && !isAnsweredByAnother ? trigger.Methods.Append("HEAD") : trigger.Methods;
    }

    private static async Task AnswerAsync(
        HttpContext http, FunctionDefinition function, HttpTriggerDefinition trigger, FunctionKeys keys, FunctionInvoker invoker, ILogger log)
    {
        if (!keys.Allows(http.Request, function.Name, trigger.Level))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            await WriteAsync(http, await invoker.InvokeAsync(function, http, http.RequestServices, http.RequestAborted), function.Name, log);
        }
        catch (Exception failure)
        {
            Fail(http, failure);
        }
    }

    // The run is over and its line is in the log: what breaks off now, such as the source of a stream, is in none yet.
    private static async Task WriteAsync(HttpContext http, object? result, string function, ILogger log)
    {
        try
        {
            switch (result)
            {
                case IResult plain:
                    await plain.ExecuteAsync(http);
                    break;
                case IActionResult action:
                    await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                    break;
                default:
                    http.Response.StatusCode = StatusCodes.Status204NoContent;
                    break;
            }
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested)
        {
            LogNotWritten(log, failure, function);
            throw;
        }
    }

    // The failure is in the log; a caller learns nothing of it.
    private static void Fail(HttpContext http, Exception failure)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = (failure as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError;
    }

    [LoggerMessage(71, LogLevel.Error, "{Function} ran, but its answer could not be written to the end")]
    private static partial void LogNotWritten(ILogger log, Exception failure, string function);
}
