using Azure.Storage.Queues;
using FunctionsPipeline.Standalone.Queues;
using FunctionsPipeline.Standalone.Storage;

namespace FunctionsPipeline.Standalone.Blobs;

/// <summary>The internal queue that carries found blobs to whichever instance has room.</summary>
internal sealed class BlobWorkQueue(StorageAccount hostAccount, string hostId)
{
    public QueueClient Queue { get; } = hostAccount.Base64Queue($"azure-webjobs-blobtrigger-{hostId}");

    /// <summary>Called after each sending: whoever works here may look at once.</summary>
    public Action Sent { get; set; } = () => { };

    public async Task SendAsync(BlobWork work, TimeSpan visibleAfter, CancellationToken cancellationToken)
    {
        await Queue.SendCreatingAsync(work.ToJson(), cancellationToken, visibleAfter == TimeSpan.Zero ? null : visibleAfter);
        Sent();
    }
}
