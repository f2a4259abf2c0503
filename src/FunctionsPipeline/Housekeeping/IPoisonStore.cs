using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Housekeeping;

/// <summary>The messages of the poison queues, one by one.</summary>
public interface IPoisonStore
{
    /// <summary>
    /// The first 32 messages of a poison queue, in about the order in which they came. They stay where they are.
    /// </summary>
    /// <returns>Empty if there is no such queue.</returns>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    Task<IReadOnlyList<PoisonMessage>> PeekAsync(string queue, CancellationToken cancellationToken);

    /// <summary>
    /// Shows each message of a poison queue to <paramref name="isDone"/> once, and deletes those for which it returns true. The
    /// others stay. A process that dies in between leaves every message that was not deleted; it is visible again after a
    /// minute.
    /// </summary>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    Task<int> DeleteWhereAsync(
        string queue,
        Func<PoisonMessage, CancellationToken, Task<bool>> isDone,
        CancellationToken cancellationToken
    );
}

/// <summary>A message that failed too often.</summary>
/// <param name="Queue">The poison queue, one of <see cref="Queues.Poison"/>.</param>
/// <param name="Id">What storage calls the message.</param>
/// <param name="Text">As it was sent: JSON that names a document, and no person.</param>
/// <param name="At">When the host put it here.</param>
public sealed record PoisonMessage(string Queue, string Id, string Text, DateTimeOffset At);
