using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FunctionsPipeline.Standalone.Hosting;
using FunctionsPipeline.Standalone.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Queues;

/// <summary>
/// A received message. It stays invisible to others, by renewal at half of its invisibility, until it is deleted or given
/// back. If the process dies, it comes back by itself.
/// </summary>
internal sealed partial class HeldMessage : IAsyncDisposable
{
    private readonly QueueClient _queue;
    private readonly TimeSpan _invisibility;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _renewing;
    private string _popReceipt;

    /// <param name="received">When the message was asked for: the invisibility cannot have begun earlier.</param>
    public HeldMessage(QueueClient queue, QueueMessage message, long received, TimeSpan invisibility, TimeProvider time, ILogger log)
    {
        (_queue, _invisibility, _time, _log) = (queue, invisibility, time, log);
        Message = message;
        _popReceipt = message.PopReceipt;
        _renewing = RenewAsync(received);
    }

    public QueueMessage Message { get; }

    /// <summary>As it is in the queue: still encoded.</summary>
    public string RawBody => Message.MessageText;

    public long DequeueCount => Message.DequeueCount;

    public Task DeleteAsync(CancellationToken cancellationToken)
        => SettleAsync(() => _queue.DeleteMessageAsync(Message.MessageId, _popReceipt, cancellationToken));

    /// <summary>Lets others receive it again after a while.</summary>
    /// <param name="rawBody">Replaces the body; null keeps it.</param>
    public Task GiveBackAsync(TimeSpan after, string? rawBody, CancellationToken cancellationToken)
        => SettleAsync(() => _queue.UpdateMessageAsync(Message.MessageId, _popReceipt, rawBody ?? RawBody, after, cancellationToken));

    /// <summary>Copies it to a queue for what nobody could handle, then deletes it.</summary>
    public async Task PoisonAsync(QueueClient poison, string rawBody, CancellationToken cancellationToken)
    {
        await poison.SendCreatingAsync(rawBody, cancellationToken);
        await DeleteAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_done.IsCancellationRequested)
            await _done.CancelAsync();
        await _renewing;
        _done.Dispose();
    }

    // Renewing changes the pop receipt, so it must have ended before the receipt is used.
    private async Task SettleAsync(Func<Task> settle)
    {
        await _done.CancelAsync();
        await _renewing;
        try
        {
            await settle();
        }
        catch (RequestFailedException gone) when (gone.Status == 404 || gone.ErrorCode == QueueErrorCode.PopReceiptMismatch)
        {
            LogLost(_log, Message.MessageId);
        }
    }

    private async Task RenewAsync(long renewed)
    {
        while (true)
        {
            var due = (_invisibility / 2) - _time.GetElapsedTime(renewed);
            await Pause.ForAsync(due > TimeSpan.Zero ? due : _invisibility / 16, _time, _done.Token);
            if (_done.IsCancellationRequested)
                return;
            try
            {
                var asked = _time.GetTimestamp();
                // Not cancelled by `done`: an answer that is not waited for would take the new receipt with it.
                var receipt = await _queue.UpdateMessageAsync(Message.MessageId, _popReceipt, RawBody, _invisibility, CancellationToken.None);
                (_popReceipt, renewed) = (receipt.Value.PopReceipt, asked);
            }
            catch (RequestFailedException gone) when (gone.Status == 404 || gone.ErrorCode == QueueErrorCode.PopReceiptMismatch)
            {
                LogLost(_log, Message.MessageId);
                return;
            }
            catch (Exception fault)
            {
                LogNotRenewed(_log, Message.MessageId, StorageFaults.Reason(fault));
            }
        }
    }

    [LoggerMessage(40, LogLevel.Warning, "Message {MessageId} is no longer ours: it was handled too slowly or deleted by somebody else. It may be handled twice.")]
    private static partial void LogLost(ILogger log, string messageId);

    [LoggerMessage(41, LogLevel.Warning, "Message {MessageId} could not be kept invisible ({Reason}); trying again.")]
    private static partial void LogNotRenewed(ILogger log, string messageId, string reason);
}
