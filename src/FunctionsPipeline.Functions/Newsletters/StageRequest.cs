using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Storage;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Newsletters;

/// <summary>A hint that a request may be posted. Whether it is, the ledger says.</summary>
public sealed class StageRequest(ISendingWork sending, StorageRetry retry)
{
    [Function(nameof(StageRequest))]
    public Task RunAsync([QueueTrigger(Queues.Requests)] string message, CancellationToken cancellationToken) =>
        retry.RunAsync(token => sending.StageAsync(message, token), cancellationToken);
}
