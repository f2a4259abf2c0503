using System.Net;
using System.Net.Sockets;

namespace FunctionsPipeline.LocalDev.Running;

/// <summary>
/// Where the site is served. Pages and mails link there, so a free port must be known before the app starts.
/// </summary>
internal static class LocalAddress
{
    public const string Default = "http://localhost:7071";

    /// <param name="urls">As ASP.NET Core takes them, separated by semicolons: the first counts. Null: the default.</param>
    /// <exception cref="LocalDevException">It is not an http address.</exception>
    public static Uri Of(string? urls)
    {
        var first = (urls ?? Default)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault();
        if (!Uri.TryCreate(first, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp)
            throw new LocalDevException($"--urls is '{urls}', which is not an address such as {Default}.");
        return address.Port == 0 ? new UriBuilder(address) { Port = FreePort() }.Uri : address;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
