using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Testing;

/// <summary>Remembers what was sent.</summary>
public sealed class InMemoryMessageQueue : IMessageQueue, IQueueLengths
{
    private readonly Lock _gate = new();
    private readonly List<(string Queue, string Message, TimeSpan VisibleAfter)> _sent = [];

    public IReadOnlyList<(string Queue, string Message, TimeSpan VisibleAfter)> Sent
    {
        get
        {
            lock (_gate)
                return [.. _sent];
        }
    }

    public Task SendAsync(string queue, string message, TimeSpan visibleAfter, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            _sent.Add((queue, message, visibleAfter));
        return Task.CompletedTask;
    }

    /// <summary>Everything that was sent: no one receives here.</summary>
    public Task<int> CountAsync(string queue, CancellationToken cancellationToken) =>
        Task.FromResult(Sent.Count(s => s.Queue == queue));
}
