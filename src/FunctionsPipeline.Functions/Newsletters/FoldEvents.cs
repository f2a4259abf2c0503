using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Storage;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Newsletters;

/// <summary>Stored events are waiting to be folded into outcomes and suppressions.</summary>
public sealed class FoldEvents(IEventFold fold, StorageRetry retry)
{
    [Function(nameof(FoldEvents))]
    public Task RunAsync([QueueTrigger(Queues.Events)] string message, CancellationToken cancellationToken) =>
        retry.RunAsync(token => fold.FoldAsync(message, token), cancellationToken);
}
