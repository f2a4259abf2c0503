using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Housekeeping;

/// <summary>Which poison queues hold messages.</summary>
public sealed class PoisonQueues(IQueueLengths lengths)
{
    /// <summary>
    /// Asks for the length of each queue in <see cref="Queues.Poison"/>: eight storage calls, at the same time.
    /// </summary>
    /// <returns>
    /// About how many messages, by queue, in the order of the names; queues without a message are left out.
    /// </returns>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(Queues.Poison.Select(queue => lengths.CountAsync(queue, cancellationToken)));
        var found = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (queue, messages) in Queues.Poison.Zip(counts).Where(c => c.Second > 0))
            found[queue] = messages;
        return found;
    }
}
