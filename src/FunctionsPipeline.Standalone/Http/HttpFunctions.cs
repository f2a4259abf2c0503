using FunctionsPipeline.Standalone.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Standalone.Http;

/// <summary>Maps HTTP functions to routes and their results to answers.</summary>
internal static class HttpFunctions
{
    public static void Map(IEndpointRouteBuilder endpoints, IReadOnlyList<FunctionDefinition> functions)
    {
        var keys = endpoints.ServiceProvider.GetRequiredService<FunctionKeys>();
        var invoker = endpoints.ServiceProvider.GetRequiredService<FunctionInvoker>();
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpTriggerDefinition trigger)
                continue;
            var answer = (RequestDelegate)(http => AnswerAsync(http, function, trigger, keys, invoker));
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
        HttpContext http, FunctionDefinition function, HttpTriggerDefinition trigger, FunctionKeys keys, FunctionInvoker invoker)
    {
        if (!keys.Allows(http.Request, function.Name, trigger.Level))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            switch (await invoker.InvokeAsync(function, http, http.RequestServices, http.RequestAborted))
            {
                case IResult result:
                    await result.ExecuteAsync(http);
                    break;
                case IActionResult action:
                    await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                    break;
                default:
                    http.Response.StatusCode = StatusCodes.Status204NoContent;
                    break;
            }
        }
        catch (Exception failure)
        {
            Fail(http, failure);
        }
    }

    // The failure is in the log under its invocation's id; a caller learns nothing of it.
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
}
