namespace FunctionsPipeline.Storage;

/// <summary>
/// Sends messages to the account's queues; functions receive them. Delivery is at least once and in no order: every
/// message is a hint to look at the stored state, never the state itself.
/// </summary>
public interface IMessageQueue
{
    /// <summary>Puts a message on a queue, creating the queue if need be.</summary>
    /// <param name="queue">One of <see cref="Queues"/>.</param>
    /// <param name="message">JSON, at most 48 KiB (a queue message holds 64 KiB after Base64).</param>
    /// <param name="visibleAfter">
    /// How long the message stays invisible; at most 7 days. Zero, or a time in the past: visible immediately.
    /// </param>
    /// <exception cref="StorageException">Storage did not answer; the message may have been sent.</exception>
    Task SendAsync(string queue, string message, TimeSpan visibleAfter, CancellationToken cancellationToken);
}
