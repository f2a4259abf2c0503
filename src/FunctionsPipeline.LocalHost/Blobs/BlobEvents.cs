using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Storage.Blobs;
using FunctionsPipeline.LocalHost.Triggers;

namespace FunctionsPipeline.LocalHost.Blobs;

/// <summary>
/// Raises events of created blobs inside this process, in Event Grid's schema, on the way that Event Grid's own take:
/// the SDK's blob extension puts each into its internal queue.
/// </summary>
internal sealed class BlobEvents(WebHooks webHooks)
{
    // The extension handles the events of one request one after the other.
    private const int EventsAtATime = 8;
    private const int RequestsAtATime = 8;

    /// <summary>Returns when all are in the queue; after an exception some of them may be.</summary>
    public Task RaiseAsync(
        string function,
        BlobContainerClient container,
        IEnumerable<FoundBlob> blobs,
        CancellationToken cancellationToken
    ) =>
        Parallel.ForEachAsync(
            blobs.Chunk(EventsAtATime),
            new ParallelOptions { MaxDegreeOfParallelism = RequestsAtATime, CancellationToken = cancellationToken },
            async (some, token) => await PostAsync(function, [.. some.Select(blob => Event(container, blob))], token)
        );

    private async Task PostAsync(string function, BlobEvent[] events, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(events, BlobEventJson.Default.BlobEventArray)
        );
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await webHooks.PostBlobEventsAsync(function, "Notification", content, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static BlobEvent Event(BlobContainerClient container, FoundBlob blob) =>
        new(
            Guid.NewGuid().ToString(),
            "Microsoft.Storage.BlobCreated",
            $"/blobServices/default/containers/{container.Name}/blobs/{blob.Name}",
            new(blob.ETag, blob.BlobType, container.GetBlobClient(blob.Name).Uri.AbsoluteUri)
        );
}

/// <param name="ETag">Without quotation marks.</param>
/// <param name="BlobType">Such as BlockBlob.</param>
internal sealed record FoundBlob(string Name, string ETag, string BlobType);

internal sealed record BlobEvent(string Id, string EventType, string Subject, BlobEventData Data);

internal sealed record BlobEventData(string ETag, string BlobType, string Url);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BlobEvent[]))]
internal sealed partial class BlobEventJson : JsonSerializerContext;
