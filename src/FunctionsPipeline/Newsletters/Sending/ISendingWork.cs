using System.Text.Json;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// What triggers hand over to the ledger: one method each. All may run twice, late, and in several processes.
/// </summary>
public interface ISendingWork
{
    /// <summary>Each minute: advances everything that is due.</summary>
    /// <exception cref="StorageException">Storage did not answer; the next minute tries again.</exception>
    Task TickAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes one message of queue <c>requests</c>. Returning means that the message is done with, not the request.
    /// </summary>
    /// <exception cref="JsonException">Not such a message.</exception>
    /// <exception cref="StorageException">Storage did not answer: the message may come again.</exception>
    Task StageAsync(string message, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a webhook's body whose signature was verified, without addresses, and asks for it to be folded.
    /// </summary>
    /// <exception cref="JsonException">Not a list of events.</exception>
    /// <exception cref="StorageException">Not stored: do not answer with success, and the provider repeats it.</exception>
    Task StoreEventsAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>Takes one message of queue <c>events</c>.</summary>
    /// <exception cref="JsonException">Not such a message, or not a list of events.</exception>
    /// <exception cref="StorageException">Storage did not answer: the message may come again.</exception>
    Task FoldEventsAsync(string message, CancellationToken cancellationToken);
}

internal sealed class SendingWork(SendingSweep sweep, RequestStager stager, EventFold fold) : ISendingWork
{
    public Task TickAsync(CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);

    public Task StageAsync(string message, CancellationToken cancellationToken) =>
        stager.StageAsync(message, cancellationToken);

    public Task StoreEventsAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        fold.StoreAsync(body, cancellationToken);

    public Task FoldEventsAsync(string message, CancellationToken cancellationToken) =>
        fold.FoldAsync(message, cancellationToken);
}
