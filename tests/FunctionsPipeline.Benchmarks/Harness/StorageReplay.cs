using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>
/// The other side of a comparison: the recorded requests once more, with the same bytes and the same client library, on an
/// empty account, and nothing else.
/// </summary>
public sealed class StorageReplay(BlobServiceClient blobs, QueueServiceClient queues)
{
    private readonly byte[] _zeroes = new byte[8 * 1024 * 1024];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<QueueMessage>> _received = new();

    /// <param name="requests">In the order in which they were made.</param>
    /// <param name="concurrency">How many at a time.</param>
    public async Task RunAsync(IEnumerable<StorageRequest> requests, int concurrency, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken }, async (request, token) =>
        {
            try
            {
                await (request.IsQueue ? QueueAsync(request, token) : BlobAsync(request, token));
            }
            catch (RequestFailedException e) when (e.Status is 400 or 404 or 409 or 412)
            {
                // As in the recording: some look-ups find nothing, some creations find it there.
            }
        });
    }

    private async Task BlobAsync(StorageRequest request, CancellationToken token)
    {
        var parts = Uri.UnescapeDataString(request.Path).Split('/', 2);
        var container = blobs.GetBlobContainerClient(parts[0]);
        var blob = parts.Length > 1 ? container.GetBlobClient(parts[1]) : null;
        switch (request.Method)
        {
            case "PUT" when blob is null:
                await container.CreateAsync(cancellationToken: token);
                break;
            case "PUT" when request.Query.Contains("comp=lease", StringComparison.Ordinal):
                await blob!.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15), cancellationToken: token);
                break;
            case "PUT":
                await blob!.UploadAsync(new MemoryStream(_zeroes, 0, (int)Math.Min(request.Bytes, _zeroes.Length)), overwrite: true, token);
                break;
            case "GET" when blob is null:
                await foreach (var page in container.GetBlobsAsync(cancellationToken: token).AsPages())
                    break;
                break;
            case "GET":
                await blob!.DownloadContentAsync(token);
                break;
            case "HEAD" when blob is not null:
                await blob.GetPropertiesAsync(cancellationToken: token);
                break;
            case "DELETE" when blob is not null:
                await blob.DeleteAsync(cancellationToken: token);
                break;
        }
    }

    private async Task QueueAsync(StorageRequest request, CancellationToken token)
    {
        var parts = request.Path.Split('/');
        var queue = queues.GetQueueClient(parts[0]);
        var received = _received.GetOrAdd(parts[0], _ => new());
        switch (request.Method)
        {
            case "PUT" when parts.Length == 1:
                await queue.CreateAsync(cancellationToken: token);
                break;
            case "POST":
                await queue.SendMessageAsync(new string('x', (int)Math.Max(1, request.Bytes * 3 / 4)), token);
                break;
            case "GET":
                foreach (var message in (await queue.ReceiveMessagesAsync(32, cancellationToken: token)).Value)
                    received.Enqueue(message);
                break;
            case "DELETE" when received.TryDequeue(out var message):
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, token);
                break;
            case "DELETE":
                await queue.DeleteMessageAsync("none", "none", token);
                break;
        }
    }
}
