using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.AzureStorage;

/// <summary><see cref="IMessageQueue"/> on Azure Queue Storage or Azurite.</summary>
/// <param name="service">Made with Base64 encoding, which is what the functions' queue trigger reads by default.</param>
public sealed class AzureMessageQueue(QueueServiceClient service) : IMessageQueue
{
    private readonly ConcurrentDictionary<string, QueueClient> _queues = new(StringComparer.Ordinal);

    public async Task SendAsync(
        string queue,
        string message,
        TimeSpan visibleAfter,
        CancellationToken cancellationToken
    )
    {
        var client = _queues.GetOrAdd(queue, static (name, s) => s.GetQueueClient(name), service);
        try
        {
            try
            {
                await Send();
            }
            catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
            {
                await client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                await Send();
            }
        }
        catch (Exception e) when (StorageFaults.IsFault(e, cancellationToken))
        {
            throw StorageFaults.Wrap("send to", queue, e);
        }

        // Time to live -1: a message waits for its function however long the app was down.
        Task Send() =>
            client.SendMessageAsync(
                message,
                visibleAfter <= TimeSpan.Zero ? null : visibleAfter,
                TimeSpan.FromSeconds(-1),
                cancellationToken
            );
    }
}
