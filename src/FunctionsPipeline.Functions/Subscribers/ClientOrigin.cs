using System.Globalization;
using FunctionsPipeline.Subscribers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>
/// Where a request came from: the address that ASP.NET Core's forwarded headers leave, and the user agent.
/// </summary>
internal static class ClientOrigin
{
    public static RequestOrigin Of(HttpRequest request) =>
        new(
            request.HttpContext.Connection.RemoteIpAddress,
            request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? agent : null
        );
}

/// <summary>
/// Believes only the proxies that stand in front of the app. <c>TrustedProxies</c> says how many there are. Each appends the
/// address that it saw to <c>X-Forwarded-For</c>, so the client is the n-th entry from the end; entries before that are the
/// client's own invention.
/// </summary>
/// <remarks>
/// The worker's ASP.NET Core integration processes one entry by default. The proxies have no fixed addresses, so they are
/// counted and not named: known proxies and networks are cleared, and the limit is the count.
/// </remarks>
internal sealed class TrustedProxies(IConfiguration configuration) : IPostConfigureOptions<ForwardedHeadersOptions>
{
    private readonly int _count = int.TryParse(
        configuration[AppSettings.TrustedProxies],
        NumberStyles.None,
        CultureInfo.InvariantCulture,
        out var count
    )
        ? count
        : 0;

    public void PostConfigure(string? name, ForwardedHeadersOptions options)
    {
        if (_count == 0)
        {
            options.ForwardedHeaders &= ~ForwardedHeaders.XForwardedFor;
            return;
        }
        options.ForwardLimit = _count;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
    }
}
