using System.Collections.Concurrent;

namespace FunctionsPipeline.SendGrid.Tests;

/// <summary>Stands where the network begins and answers as the test says.</summary>
internal sealed class StubWire(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    : HttpMessageHandler
{
    private readonly ConcurrentQueue<string> _addresses = new();

    /// <summary>Of all requests, in their order.</summary>
    public IReadOnlyList<string> Addresses => [.. _addresses];

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        _addresses.Enqueue(request.RequestUri!.AbsoluteUri);
        return answer(request, cancellationToken);
    }
}
