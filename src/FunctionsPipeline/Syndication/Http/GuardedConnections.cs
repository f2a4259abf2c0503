using System.Net;
using System.Net.Sockets;

namespace FunctionsPipeline.Syndication.Http;

/// <summary>
/// Opens connections only to public servers. The address that is checked is the one that is connected to, so that a name
/// which leads elsewhere a moment later gains nothing.
/// </summary>
/// <remarks>
/// Not Microsoft.Security.AntiSSRF's handler (1.0.1): it reports a failed connection as a bare SocketException, so that a
/// call that was never sent cannot be distinguished from one without an answer. The tests compare the addresses with
/// its list.
/// </remarks>
internal sealed class GuardedConnections(SyndicationOptions options)
{
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = Array.FindAll(addresses, IsAllowed);
        if (allowed.Length == 0)
            throw new ForbiddenAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            if (socket.RemoteEndPoint is not IPEndPoint remote || !IsAllowed(remote.Address))
                throw new ForbiddenAddressException();
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsAllowed(IPAddress address) =>
        PublicAddresses.Contains(address)
        || (options.AllowLoopback && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
}

/// <summary>The address leads into a network that is not public.</summary>
internal sealed class ForbiddenAddressException() : IOException("The address does not lead to a public server.");
