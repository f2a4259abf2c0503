using System.Globalization;
using System.Net;
using FunctionsPipeline.Subscribers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>Where a request came from, believing only the proxies that stand in front of the app.</summary>
/// <remarks>
/// <c>TrustedProxies</c> says how many of them there are. Each appends the address that it saw to <c>X-Forwarded-For</c>,
/// so the client is the n-th entry from the end; whatever stands before that is the client's own invention.
/// </remarks>
public sealed class ClientOrigin(IConfiguration configuration)
{
    private readonly int _proxies = int.TryParse(configuration["TrustedProxies"], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;

    public RequestOrigin Of(HttpRequest request) => new(AddressOf(request), request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? agent : null);

    private IPAddress? AddressOf(HttpRequest request)
    {
        if (_proxies == 0)
            return request.HttpContext.Connection.RemoteIpAddress;
        var entries = request.Headers["X-Forwarded-For"].SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        return entries.Count >= _proxies ? Parse(entries[^_proxies]) : null;
    }

    /// <summary>With or without a port, as Azure's front end writes it: <c>192.0.2.1:1234</c>, <c>[2001:db8::1]:1234</c>.</summary>
    private static IPAddress? Parse(string entry)
        => IPAddress.TryParse(entry, out var plain) ? plain : IPEndPoint.TryParse(entry, out var withPort) ? withPort.Address : null;
}
