using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Benchmarks.Operations;

/// <summary>Queues in memory that give each message once, when it is due. Senders may be many at once.</summary>
internal sealed class MeteredQueue(TimeProvider time) : IMessageQueue, IQueueLengths
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(string Queue, string Message), DateTimeOffset> _waiting = new();

    public Task SendAsync(string queue, string message, TimeSpan visibleAfter, CancellationToken cancellationToken)
    {
        lock (_gate)
            _waiting.Enqueue((queue, message), time.GetUtcNow() + visibleAfter);
        return Task.CompletedTask;
    }

    public Task<int> CountAsync(string queue, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_waiting.UnorderedItems.Count(item => item.Element.Queue == queue));
    }

    /// <summary>The next message that is due now.</summary>
    public bool TryTake(out string queue, out string message)
    {
        lock (_gate)
        {
            (queue, message) = ("", "");
            if (!_waiting.TryPeek(out _, out var due) || due > time.GetUtcNow())
                return false;
            (queue, message) = _waiting.Dequeue();
            return true;
        }
    }
}
