using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host.Config;

namespace FunctionsPipeline.LocalHost.Triggers;

#pragma warning disable CS0618 // Obsolete as "for preview hosts only"; the blob extension asks for it, in the real host too.

/// <summary>
/// Keeps the web hook that the SDK's blob extension registers: it takes Event Grid's messages about blobs.
/// </summary>
internal sealed class WebHooks : IWebHookProvider
{
    public const string BlobsPath = "/runtime/webhooks/blobs";

    // Of this process, and never called by this address.
    private static readonly Uri Root = new("http://localhost");

    private IAsyncConverter<HttpRequestMessage, HttpResponseMessage>? _blobs;

    public Uri GetUrl(IExtensionConfigProvider extension)
    {
        if (extension is IAsyncConverter<HttpRequestMessage, HttpResponseMessage> hook)
            Volatile.Write(ref _blobs, hook);
        return new Uri(Root, BlobsPath);
    }

    /// <summary>Hands a request about a function's blobs to the extension.</summary>
    /// <param name="function">Its host name, <c>Host.Functions.NAME</c>.</param>
    /// <param name="eventType">The header <c>aeg-event-type</c>; null if there is none.</param>
    /// <exception cref="InvalidOperationException">The triggers have not started.</exception>
    public async Task<HttpResponseMessage> PostBlobEventsAsync(
        string function,
        string? eventType,
        HttpContent events,
        CancellationToken cancellationToken
    )
    {
        var hook = Volatile.Read(ref _blobs) ?? throw new InvalidOperationException("The triggers have not started.");
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(Root, $"{BlobsPath}?functionName={Uri.EscapeDataString(function)}")
        )
        {
            Content = events,
        };
        if (eventType is not null)
            request.Headers.TryAddWithoutValidation("aeg-event-type", eventType);
        return await hook.ConvertAsync(request, cancellationToken);
    }
}
