using FunctionsPipeline.Standalone.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Standalone.Http;

/// <summary>
/// <c>/admin/host/status</c>, for whatever watches whether the process lives. Whether the app works is for a health
/// function of the app to say. Who shows the master key learns the host's id as well.
/// </summary>
internal static class HostStatus
{
    public static void Map(IEndpointRouteBuilder endpoints, HostSettings settings, FunctionKeys keys, Drain drain)
        => endpoints.MapMethods("/admin/host/status", ["GET", "HEAD"], async http =>
        {
            var isStopping = drain.Started.IsCancellationRequested;
            var state = isStopping ? "Stopping" : "Running";
            http.Response.StatusCode = isStopping ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            http.Response.ContentType = "application/json";
            // Neither value needs escaping.
            await http.Response.WriteAsync(keys.Allows(http.Request, "", AuthorizationLevel.Admin)
                ? $$"""{"id":"{{settings.HostId}}","state":"{{state}}"}"""
                : $$"""{"state":"{{state}}"}""");
        });
}
