using System.Net;
using System.Net.Sockets;

namespace FunctionsPipeline.Testing;

/// <summary>A port for a process that must be told one.</summary>
public static class FreePort
{
    // Below the ports that systems hand out to anyone who connects, or such a connection might take it before its
    // listener does.
    private const int Lowest = 20_000;
    private const int Count = 12_000;

    // Processes that look at the same time begin at different places.
    private static int _taken = Environment.ProcessId * 97;

    /// <summary>No one listens there now, and no one in this process was told of it before.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = Lowest + (int)((uint)Interlocked.Increment(ref _taken) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Another one, then.
            }
        }
    }
}
