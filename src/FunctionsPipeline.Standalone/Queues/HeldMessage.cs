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
    private readonly QueueClient queue;
    private readonly TimeSpan invisibility;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly CancellationTokenSource done = new();
    private readonly Task renewing;
    private string popReceipt;

    /// <param name="received">When the message was asked for: the invisibility cannot have begun earlier.</param>
    public HeldMessage(QueueClient queue, QueueMessage message, long received, TimeSpan invisibility, TimeProvider time, ILogger log)
    {
        (this.queue, this.invisibility, this.time, this.log) = (queue, invisibility, time, log);
        Message = message;
        popReceipt = message.PopReceipt;
        renewing = RenewAsync(received);
    }

    public QueueMessage Message { get; }

    /// <summary>As it is in the queue: still encoded.</summary>
    public string RawBody => Message.MessageText;

    public long DequeueCount => Message.DequeueCount;

    public Task DeleteAsync(CancellationToken cancellationToken)
        => SettleAsync(() => queue.DeleteMessageAsync(Message.MessageId, popReceipt, cancellationToken));

    /// <summary>Lets others receive it again after a while.</summary>
    /// <param name="rawBody">Replaces the body; null keeps it.</param>
    public Task GiveBackAsync(TimeSpan after, string? rawBody, CancellationToken cancellationToken)
        => SettleAsync(() => queue.UpdateMessageAsync(Message.MessageId, popReceipt, rawBody ?? RawBody, after, cancellationToken));

    /// <summary>Copies it to a queue for what nobody could handle, then deletes it.</summary>
    public async Task PoisonAsync(QueueClient poison, string rawBody, CancellationToken cancellationToken)
    {
        await poison.SendCreatingAsync(rawBody, cancellationToken);
        await DeleteAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!done.IsCancellationRequested)
            await done.CancelAsync();
        await renewing;
        done.Dispose();
    }

    // Renewing changes the pop receipt, so it must have ended before the receipt is used.
    private async Task SettleAsync(Func<Task> settle)
    {
        await done.CancelAsync();
        await renewing;
        try
        {
            await settle();
        }
        catch (RequestFailedException gone) when (gone.Status == 404 || gone.ErrorCode == QueueErrorCode.PopReceiptMismatch)
        {
            LogLost(log, Message.MessageId);
        }
    }

    private async Task RenewAsync(long renewed)
    {
        while (true)
        {
            var due = (invisibility / 2) - time.GetElapsedTime(renewed);
            await Pause.ForAsync(due > TimeSpan.Zero ? due : invisibility / 16, time, done.Token);
            if (done.IsCancellationRequested)
                return;
            try
            {
                var asked = time.GetTimestamp();
                // Not cancelled by `done`: an answer that is not waited for would take the new receipt with it.
                var receipt = await queue.UpdateMessageAsync(Message.MessageId, popReceipt, RawBody, invisibility, CancellationToken.None);
                (popReceipt, renewed) = (receipt.Value.PopReceipt, asked);
            }
            catch (RequestFailedException gone) when (gone.Status == 404 || gone.ErrorCode == QueueErrorCode.PopReceiptMismatch)
            {
                LogLost(log, Message.MessageId);
                return;
            }
            catch (Exception fault)
            {
                LogNotRenewed(log, Message.MessageId, StorageFaults.Reason(fault));
            }
        }
    }

    [LoggerMessage(40, LogLevel.Warning, "Message {MessageId} is no longer ours: it was handled too slowly or deleted by somebody else. It may be handled twice.")]
    private static partial void LogLost(ILogger log, string messageId);

    [LoggerMessage(41, LogLevel.Warning, "Message {MessageId} could not be kept invisible ({Reason}); trying again.")]
    private static partial void LogNotRenewed(ILogger log, string messageId, string reason);
}
