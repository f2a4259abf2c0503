using System.Net;
using System.Net.Sockets;

namespace FunctionsPipeline.Syndication.Http;

/// <summary>
/// Which addresses on the internet are a person's public server. Everything else (this machine, private networks, the
/// cloud's own metadata services) must not be reached through an address that was typed into a settings file.
/// Source: IANA's special-purpose address registries (RFC 6890 and its updates).
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Special4 =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // Looks public, but is the platform's own agent on every virtual machine of one cloud.
            "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>
    /// Within 2000::/3: protocol assignments (Teredo among them), documentation, 6to4, AS112, segment routing.
    /// </summary>
    private static readonly IPNetwork[] Special6 =
    [
        .. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16" }.Select(
            IPNetwork.Parse
        ),
    ];

    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(Special4, n => n.Contains(address)),
            // Translated and tunnelled forms of IPv4 are outside 2000::/3 or listed: none leads around the list above.
            AddressFamily.InterNetworkV6 => Global6.Contains(address)
                && !Array.Exists(Special6, n => n.Contains(address)),
            _ => false,
        };
    }
}
