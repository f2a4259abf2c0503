using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace FunctionsPipeline.Standalone.Queues;

internal static class QueueSending
{
    /// <summary>Sends a message that never expires, creating the queue if it is missing.</summary>
    public static async Task SendCreatingAsync(
        this QueueClient queue, string body, CancellationToken cancellationToken, TimeSpan? visibleAfter = null)
    {
        var forever = TimeSpan.FromSeconds(-1);
        try
        {
            await queue.SendMessageAsync(body, visibleAfter, forever, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await queue.SendMessageAsync(body, visibleAfter, forever, cancellationToken);
        }
    }
}
