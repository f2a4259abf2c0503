using System.Net;
using System.Net.Sockets;

namespace FunctionsPipeline.Testing;

/// <summary>
/// Callers that a server on this machine tells apart by their addresses: all of 127.0.0.0/8 is this machine on Linux, and a
/// client may choose which of them it calls from.
/// </summary>
public static class LoopbackClient
{
    /// <param name="address">Such as <c>127.2.0.9</c>.</param>
    public static HttpClient From(string address) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectCallback = async (context, cancellationToken) =>
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                    {
                        NoDelay = true,
                    };
                    try
                    {
                        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                        await socket.ConnectAsync(
                            new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port),
                            cancellationToken
                        );
                        return new NetworkStream(socket, ownsSocket: true);
                    }
                    catch
                    {
                        socket.Dispose();
                        throw;
                    }
                },
            }
        );
}
