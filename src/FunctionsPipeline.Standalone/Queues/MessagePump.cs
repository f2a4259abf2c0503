using Azure;
using Azure.Storage.Queues;
using FunctionsPipeline.Standalone.Hosting;
using FunctionsPipeline.Standalone.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Queues;

/// <summary>Receives from one queue as long as there is room for more work, and polls less while the queue is empty.</summary>
internal abstract partial class MessagePump : IListener, IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    private readonly QueueClient _queue;
    private readonly TimeSpan _invisibility;
    private readonly Backoff _backoff;
    private readonly StorageFaults _faults;
    private readonly SemaphoreSlim _changed = new(0);
    private readonly HashSet<Task> _running = [];

    protected MessagePump(string name, QueueClient queue, TimeSpan invisibility, TimeSpan maxPollingInterval, ListenerServices services)
    {
        (_queue, _invisibility) = (queue, invisibility);
        Services = services;
        Log = services.Logs.CreateLogger(GetType());
        _backoff = new(FirstWait, maxPollingInterval, services.Jitter);
        _faults = new(name, services.Jitter, services.Time, Log);
    }

    protected ListenerServices Services { get; }

    protected ILogger Log { get; }

    /// <summary>How many messages there is room for now; 0 waits until <see cref="Wake"/>.</summary>
    protected abstract int Wanted { get; }

    /// <summary>Handles one message and settles it: deleted, given back or poisoned. Owns it.</summary>
    protected abstract Task HandleAsync(HeldMessage message);

    /// <summary>Looks again at once: there is room, or somebody has just sent something.</summary>
    public void Wake()
    {
        if (_changed.CurrentCount == 0)
            _changed.Release();
    }

    public async Task RunAsync()
    {
        var drain = Services.Drain;
        while (!drain.Started.IsCancellationRequested)
        {
            try
            {
                if (Math.Min(Wanted, 32) is not (> 0 and var room))
                    await WaitForChangeAsync(Timeout.InfiniteTimeSpan);
                else if (await ReceiveAsync(room) == 0)
                    await WaitForChangeAsync(_backoff.Next());
                else
                    _backoff.Reset();
                _faults.Over();
            }
            catch (Exception fault) when (!drain.Started.IsCancellationRequested)
            {
                await _faults.WaitAsync(fault, drain.Started);
            }
            catch (Exception)
            {
                // The stop has begun; there is nothing more to receive.
            }
        }

        Task[] rest;
        lock (_running)
            rest = [.. _running];
        await Task.WhenAll(rest);
    }

    public void Dispose()
    {
        _changed.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<int> ReceiveAsync(int room)
    {
        var asked = Services.Time.GetTimestamp();
        try
        {
            // Not stopped by the drain's start: messages in an answer that is not waited for stay invisible for long.
            var received = await _queue.ReceiveMessagesAsync(room, _invisibility, Services.Drain.Expired);
            foreach (var message in received.Value)
                Start(new HeldMessage(_queue, message, asked, _invisibility, Services.Time, Log));
            return received.Value.Length;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            // A queue that does not exist is an empty one; whoever sends first creates it.
            return 0;
        }
    }

    private void Start(HeldMessage message)
    {
        var work = HandleSafelyAsync(message);
        lock (_running)
            _running.Add(work);
        _ = work.ContinueWith(
            finished =>
            {
                lock (_running)
                    _running.Remove(finished);
                Wake();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task HandleSafelyAsync(HeldMessage message)
    {
        await using (message)
        {
            try
            {
                if (Services.Drain.Started.IsCancellationRequested)
                    await message.GiveBackAsync(TimeSpan.Zero, null, CancellationToken.None);
                else
                    await HandleAsync(message);
            }
            catch (Exception fault)
            {
                LogNotSettled(Log, message.Message.MessageId, StorageFaults.Reason(fault));
            }
        }
    }

    private async Task WaitForChangeAsync(TimeSpan atMost)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(Services.Drain.Started);
        var change = _changed.WaitAsync(wake.Token);
        if (atMost == Timeout.InfiniteTimeSpan)
        {
            await change.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        await Task.WhenAny(change, Task.Delay(atMost, Services.Time, wake.Token));
        await wake.CancelAsync();
        await change.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(42, LogLevel.Warning, "Message {MessageId} was handled but could not be settled ({Reason}); it comes back when its invisibility ends.")]
    private static partial void LogNotSettled(ILogger log, string messageId, string reason);
}
