using System.Net.Sockets;

namespace FunctionsPipeline.LocalHost.Worker;

/// <summary>
/// Waits for the worker's HTTP server. The worker starts it after it has answered the host, and fails a run whose request
/// does not arrive within seconds.
/// </summary>
internal static class WorkerHttp
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns when something listens at the address.</summary>
    public static async Task WaitAsync(Uri address, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(address.Host, address.Port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
