using FunctionsPipeline.Storage;
using FunctionsPipeline.Telemetry;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Housekeeping;

/// <summary>Says in each round which poison queues hold messages, until a person has seen to them.</summary>
internal sealed class PoisonWatch(PoisonQueues queues, ILogger<PoisonWatch> logger) : IHousekeepingTask
{
    public string Name => "watch-poison";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (queue, messages) in await queues.CountAsync(cancellationToken))
            OperationalEvents.PoisonFound(logger, queue, messages);
    }
}

/// <summary>How much waits in a queue.</summary>
public interface IQueueLengths
{
    /// <summary>About how many messages, visible or not; 0 if there is no such queue. Never less than there are.</summary>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    Task<int> CountAsync(string queue, CancellationToken cancellationToken);
}
