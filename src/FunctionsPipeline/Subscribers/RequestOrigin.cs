using System.Net;
using System.Net.Sockets;

namespace FunctionsPipeline.Subscribers;

/// <summary>From where a request came, for evidence and for limits; never for logs.</summary>
/// <param name="Address">The client's, as reported by trusted proxies; null if unknown.</param>
public sealed record RequestOrigin(IPAddress? Address, string? UserAgent)
{
    private const int MostUserAgent = 300;

    public static RequestOrigin Unknown { get; } = new(null, null);

    /// <summary>The address as evidence keeps it; null if unknown.</summary>
    public string? Ip => Plain?.ToString();

    /// <summary>What evidence keeps of the browser's own words: no control characters, not too many.</summary>
    public string? Browser =>
        UserAgent is null ? null : new string([.. UserAgent.Where(c => !char.IsControl(c)).Take(MostUserAgent)]);

    /// <summary>
    /// The network that limits count for: a /24 of IPv4, a /48 of IPv6 (what one customer usually holds), or
    /// <c>unknown</c>.
    /// </summary>
    public string Network
    {
        get
        {
            if (Plain is not { } address)
                return "unknown";
            var bytes = address.GetAddressBytes();
            var kept = address.AddressFamily == AddressFamily.InterNetwork ? 3 : 6;
            return $"{(kept == 3 ? "v4" : "v6")}-{Convert.ToHexStringLower(bytes[..kept])}";
        }
    }

    private IPAddress? Plain => Address is { IsIPv4MappedToIPv6: true } ? Address.MapToIPv4() : Address;
}
