namespace FunctionsPipeline.Testing;

/// <summary>
/// What was asked of storage, in the classes that Azure bills. Counted at the ports (<see cref="CountingBlobStore"/>,
/// <see cref="CountingMessageQueue{T}"/>); retries and the host's own calls are not in it.
/// </summary>
/// <param name="Reads">Reads, property reads and lease calls, which cost the same.</param>
/// <param name="Writes">Writes, whether or not their condition was met; each block of a large blob is one.</param>
/// <param name="Lists">Pages of listings.</param>
/// <param name="Messages">Messages sent. Each is received and deleted as well: three calls.</param>
/// <param name="RewrittenBytes">Bytes that were overwritten or deleted: soft delete keeps them for a while.</param>
/// <param name="QueueLooks">How often a queue's length was asked for.</param>
public sealed record OperationCounts(
    long Reads,
    long Writes,
    long Lists,
    long Messages,
    long RewrittenBytes,
    long QueueLooks = 0
)
{
    public static OperationCounts operator -(OperationCounts later, OperationCounts earlier) =>
        new(
            later.Reads - earlier.Reads,
            later.Writes - earlier.Writes,
            later.Lists - earlier.Lists,
            later.Messages - earlier.Messages,
            later.RewrittenBytes - earlier.RewrittenBytes,
            later.QueueLooks - earlier.QueueLooks
        );

    public static OperationCounts operator +(OperationCounts left, OperationCounts right) =>
        new(
            left.Reads + right.Reads,
            left.Writes + right.Writes,
            left.Lists + right.Lists,
            left.Messages + right.Messages,
            left.RewrittenBytes + right.RewrittenBytes,
            left.QueueLooks + right.QueueLooks
        );

    public static OperationCounts Add(OperationCounts left, OperationCounts right) => left + right;

    public static OperationCounts Subtract(OperationCounts left, OperationCounts right) => left - right;
}

/// <summary>Collects <see cref="OperationCounts"/> from any number of stores and queues, on any thread.</summary>
public sealed class OperationCounter
{
    private long reads;
    private long writes;
    private long lists;
    private long messages;
    private long queueLooks;
    private long rewrittenBytes;
    private long writtenBytes;

    /// <summary>So far. Take one before and one after a step; the difference is what the step asked for.</summary>
    public OperationCounts Counts =>
        new(
            Interlocked.Read(ref reads),
            Interlocked.Read(ref writes),
            Interlocked.Read(ref lists),
            Interlocked.Read(ref messages),
            Interlocked.Read(ref rewrittenBytes),
            Interlocked.Read(ref queueLooks)
        );

    /// <summary>Bytes that were sent to storage so far.</summary>
    public long WrittenBytes => Interlocked.Read(ref writtenBytes);

    internal void Written(long bytes) => Interlocked.Add(ref writtenBytes, bytes);

    internal void Read() => Interlocked.Increment(ref reads);

    internal void Write(long calls) => Interlocked.Add(ref writes, calls);

    internal void List() => Interlocked.Increment(ref lists);

    internal void Message() => Interlocked.Increment(ref messages);

    internal void QueueLook() => Interlocked.Increment(ref queueLooks);

    internal void Rewritten(long bytes) => Interlocked.Add(ref rewrittenBytes, bytes);
}
