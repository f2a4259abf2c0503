using FunctionsPipeline.Sources;
using FunctionsPipeline.Storage;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Sources;

/// <summary>A feed is due: makes articles of its new entries.</summary>
public sealed class ReadSource(SourceReading reading, StorageRetry retry)
{
    [Function(nameof(ReadSource))]
    public Task RunAsync([QueueTrigger(Queues.Sources)] string message, CancellationToken cancellationToken) =>
        retry.RunAsync(token => reading.ReadAsync(message, token), cancellationToken);
}
