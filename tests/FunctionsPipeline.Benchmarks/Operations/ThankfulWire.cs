using System.Net;

namespace FunctionsPipeline.Benchmarks.Operations;

/// <summary>
/// Where the targets would be: everything that is sent there is thanked for, with no network that could fail in
/// between.
/// </summary>
internal sealed class ThankfulWire : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
}
