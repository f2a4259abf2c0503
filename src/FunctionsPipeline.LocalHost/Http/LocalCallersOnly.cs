using System.Net;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.LocalHost.Http;

/// <summary>
/// In development no key is asked for, so that any page in the developer's browser could call functions. This lets pass
/// only requests to a loopback name (a foreign name that leads here is an attack on browsers: DNS rebinding), and, where
/// the browser says which page a request is from, only from the host's own pages.
/// </summary>
internal static class LocalCallersOnly
{
    public static Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        if (IsLoopback(http.Request.Host.Host) && IsOwn(http.Request.Headers.Origin, http.Request.Host))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool IsOwn(string? origin, HostString host)
        => string.IsNullOrEmpty(origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Scheme == Uri.UriSchemeHttp
                && IsLoopback(from.Host) && from.Port == (host.Port ?? 80));

    private static bool IsLoopback(string name)
        => name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
