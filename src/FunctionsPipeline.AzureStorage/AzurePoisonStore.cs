using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FunctionsPipeline.Housekeeping;

namespace FunctionsPipeline.AzureStorage;

/// <summary><see cref="IPoisonStore"/> on Azure Queue Storage or Azurite.</summary>
/// <param name="service">Made with Base64 encoding, as the host writes its poison messages.</param>
public sealed class AzurePoisonStore(QueueServiceClient service) : IPoisonStore
{
    /// <summary>The most that one call returns.</summary>
    private const int Page = 32;

    /// <summary>Long enough to handle a page; after that, what a dead process took is visible again.</summary>
    private static readonly TimeSpan TakenFor = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<PoisonMessage>> PeekAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            var messages = await service.GetQueueClient(queue).PeekMessagesAsync(Page, cancellationToken);
            return
            [
                .. messages.Value.Select(m => new PoisonMessage(
                    queue,
                    m.MessageId,
                    m.Body.ToString(),
                    m.InsertedOn ?? default
                )),
            ];
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return [];
        }
        catch (Exception e) when (StorageFaults.IsFault(e, cancellationToken))
        {
            throw StorageFaults.Wrap("look into", queue, e);
        }
    }

    public async Task<int> DeleteWhereAsync(
        string queue,
        Func<PoisonMessage, CancellationToken, Task<bool>> isDone,
        CancellationToken cancellationToken
    )
    {
        var client = service.GetQueueClient(queue);
        var kept = new List<QueueMessage>();
        var deleted = 0;
        try
        {
            while (await ReceiveAsync(client, cancellationToken) is { Length: > 0 } messages)
            {
                foreach (var message in messages)
                {
                    // Its time as a taken message ran out, so that it was taken once more: all have been seen.
                    if (kept.Exists(k => k.MessageId == message.MessageId))
                        return deleted;
                    var shown = new PoisonMessage(
                        queue,
                        message.MessageId,
                        message.Body.ToString(),
                        message.InsertedOn ?? default
                    );
                    if (!await isDone(shown, cancellationToken))
                    {
                        kept.Add(message);
                        continue;
                    }
                    await client.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
                    deleted++;
                }
            }
            return deleted;
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return deleted;
        }
        catch (Exception e) when (StorageFaults.IsFault(e, cancellationToken))
        {
            throw StorageFaults.Wrap("take from", queue, e);
        }
        finally
        {
            await ReleaseAsync(client, kept);
        }
    }

    private static async Task<QueueMessage[]> ReceiveAsync(QueueClient client, CancellationToken cancellationToken) =>
        (await client.ReceiveMessagesAsync(Page, TakenFor, cancellationToken)).Value;

    /// <summary>Makes visible at once what was only looked at; what fails here is visible after a minute.</summary>
    private static async Task ReleaseAsync(QueueClient client, List<QueueMessage> kept)
    {
        foreach (var message in kept)
        {
            try
            {
                await client.UpdateMessageAsync(
                    message.MessageId,
                    message.PopReceipt,
                    visibilityTimeout: TimeSpan.Zero,
                    cancellationToken: CancellationToken.None
                );
            }
            catch (RequestFailedException)
            {
                // Taken or deleted by another process meanwhile.
            }
        }
    }
}
