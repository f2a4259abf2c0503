using FunctionsPipeline.LocalHost.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.LocalHost.Http;

/// <summary>The host's own addresses, at the real host's paths.</summary>
internal static class AdminEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var keys = services.GetRequiredService<FunctionKeys>();
        var state = services.GetRequiredService<HostState>();
        var manual = services.GetRequiredService<ManualRuns>();
        First(
            endpoints.MapGet(
                "/admin/host/status",
                (HttpContext http) =>
                    keys.Allows(http.Request, "", AuthorizationLevel.Admin)
                        ? Results.Json(
                            new
                            {
                                state = state.Text,
                                id = state.HostId,
                                processId = state.WorkerProcessId,
                                restarts = state.WorkerRestarts,
                                functions = state.Functions,
                            }
                        )
                        : Results.Json(new { state = state.Text })
            )
        );
        First(
            endpoints.MapPost(
                "/admin/functions/{name}",
                (HttpContext http, string name) =>
                    keys.Allows(http.Request, "", AuthorizationLevel.Admin)
                        ? manual.AnswerAsync(http, name)
                        : Task.FromResult(Results.Unauthorized())
            )
        );
        First(
            endpoints.MapPost(Triggers.WebHooks.BlobsPath, services.GetRequiredService<EventGridWebHook>().AnswerAsync)
        );
    }

    // A function whose route takes everything must not take these.
    private static void First(IEndpointConventionBuilder endpoint) =>
        endpoint.Add(each => ((RouteEndpointBuilder)each).Order = FunctionRoutes.HostOrder);
}
