using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FunctionsPipeline.Housekeeping;

namespace FunctionsPipeline.AzureStorage;

/// <summary><see cref="IQueueLengths"/> on Azure Queue Storage or Azurite.</summary>
public sealed class AzureQueueLengths(QueueServiceClient service) : IQueueLengths
{
    public async Task<int> CountAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            return (await service.GetQueueClient(queue).GetPropertiesAsync(cancellationToken))
                .Value
                .ApproximateMessagesCount;
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return 0;
        }
        catch (Exception e) when (StorageFaults.IsFault(e, cancellationToken))
        {
            throw StorageFaults.Wrap("count", queue, e);
        }
    }
}
