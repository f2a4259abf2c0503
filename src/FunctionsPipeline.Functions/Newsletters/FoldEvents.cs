using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Storage;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Newsletters;

/// <summary>Stored events are waiting to be folded into outcomes and suppressions.</summary>
public sealed class FoldEvents(ISendingWork sending, StorageRetry retry)
{
    [Function(nameof(FoldEvents))]
    public Task RunAsync([QueueTrigger(Queues.Events)] string message, CancellationToken cancellationToken) =>
        retry.RunAsync(token => sending.FoldEventsAsync(message, token), cancellationToken);
}
