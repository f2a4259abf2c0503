using System.Net;
using System.Net.Sockets;

namespace FunctionsPipeline.Testing;

/// <summary>A port for a process that must be told one.</summary>
public static class FreePort
{
    /// <summary>Nobody listens there now.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
