using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace FunctionsPipeline.LocalHost.Http;

/// <summary>
/// A request as the worker gets it. The worker believes what X-Forwarded-* say, so those of the caller go and the host's
/// come, in the form that Azure's front end gives them: one entry, the address that the request came from.
/// </summary>
internal sealed class WorkerRequest(string invocationId) : HttpTransformer
{
    private const string InvocationHeader = "x-ms-invocation-id";
    private const string ForwardedPrefix = "X-Forwarded-";

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext,
        HttpRequestMessage proxyRequest,
        string destinationPrefix,
        CancellationToken cancellationToken
    )
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        foreach (var name in httpContext.Request.Headers.Keys)
        {
            if (
                name.StartsWith(ForwardedPrefix, StringComparison.OrdinalIgnoreCase)
                || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
            )
                headers.Remove(name);
        }

        headers.Remove(InvocationHeader);
        headers.TryAddWithoutValidation(InvocationHeader, invocationId);
        headers.TryAddWithoutValidation(ForwardedPrefix + "Proto", httpContext.Request.Scheme);
        headers.TryAddWithoutValidation(ForwardedPrefix + "Host", httpContext.Request.Host.Value);
        if (httpContext.Connection.RemoteIpAddress is { } caller)
            headers.TryAddWithoutValidation(
                ForwardedPrefix + "For",
                (caller.IsIPv4MappedToIPv6 ? caller.MapToIPv4() : caller).ToString()
            );
    }
}
