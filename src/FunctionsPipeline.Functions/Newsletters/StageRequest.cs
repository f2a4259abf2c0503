using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Storage;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Newsletters;

/// <summary>A hint that the requests of a bundle may be posted. Whether they are, the ledger says.</summary>
public sealed class StageRequest(IRequestStager stager, StorageRetry retry)
{
    [Function(nameof(StageRequest))]
    public Task RunAsync([QueueTrigger(Queues.Requests)] string message, CancellationToken cancellationToken) =>
        retry.RunAsync(token => stager.StageAsync(message, token), cancellationToken);
}
