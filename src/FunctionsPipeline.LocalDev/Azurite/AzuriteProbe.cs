using System.Net.Sockets;

namespace FunctionsPipeline.LocalDev.Azurite;

/// <summary>Who answers at a port.</summary>
internal enum PortAnswer
{
    /// <summary>No one listens.</summary>
    None,
    Azurite,

    /// <summary>Something listens that is not the Azurite service asked for.</summary>
    Stranger,
}

/// <summary>Asks who is at a port. Azurite names itself in the <c>Server</c> header of every answer, refusals too.</summary>
internal static class AzuriteProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="service"><c>Blob</c> or <c>Queue</c>.</param>
    public static async Task<PortAnswer> AskAsync(int port, string service, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        try
        {
            using var response = await client.GetAsync(
                $"http://127.0.0.1:{port}/{AzuriteConnection.DefaultAccount}?comp=list",
                HttpCompletionOption.ResponseHeadersRead,
                timeout.Token
            );
            return
                response.Headers.TryGetValues("Server", out var names)
                && names.Any(n => n.StartsWith($"Azurite-{service}", StringComparison.OrdinalIgnoreCase))
                ? PortAnswer.Azurite
                : PortAnswer.Stranger;
        }
        catch (HttpRequestException e)
            when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return PortAnswer.None;
        }
        catch (HttpRequestException)
        {
            return PortAnswer.Stranger;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PortAnswer.Stranger;
        }
    }
}
