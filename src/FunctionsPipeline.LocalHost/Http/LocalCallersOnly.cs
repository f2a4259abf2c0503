using System.Net;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.LocalHost.Http;

/// <summary>
/// In development no key is asked for, so that any page in the developer's browser could call what a key protects. This
/// lets pass only requests to a loopback name (a foreign name that leads here is an attack on browsers: DNS rebinding);
/// and what needs a key elsewhere is answered here only to the host's own pages, where the browser names the page.
/// </summary>
/// <remarks>Anonymous functions are public: a form on another site, or one without a referrer, may post to them.</remarks>
internal static class LocalCallersOnly
{
    public static Task CheckNameAsync(HttpContext http, RequestDelegate next)
    {
        if (IsLoopback(http.Request.Host.Host))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>True for a request from the host's own pages, and for one that no browser sent from a page.</summary>
    public static bool IsOwn(HttpRequest request) =>
        request.Headers.Origin.ToString() is not { Length: > 0 } origin
        || (
            Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && from.Scheme == Uri.UriSchemeHttp
            && IsLoopback(from.Host)
            && from.Port == (request.Host.Port ?? 80)
        );

    private static bool IsLoopback(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
