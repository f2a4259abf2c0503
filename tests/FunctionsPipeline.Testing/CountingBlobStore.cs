using System.Runtime.CompilerServices;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Testing;

/// <summary>Any store, with its operations counted as Azure bills them.</summary>
public sealed class CountingBlobStore(IBlobStore inner, OperationCounter counter) : IBlobStore
{
    /// <summary>Blobs in one page of a listing.</summary>
    public const int PageSize = 5_000;

    /// <summary>The adapter sends what is larger in blocks of this many bytes, and a list of them.</summary>
    private const long BlockBytes = 4 * 1024 * 1024;

    public Task<Blob?> ReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        counter.Read();
        return inner.ReadAsync(path, cancellationToken);
    }

    public Task<BlobReadStream?> OpenReadAsync(BlobPath path, CancellationToken cancellationToken)
    {
        counter.Read();
        return inner.OpenReadAsync(path, cancellationToken);
    }

    public Task<BlobEntry?> StatAsync(BlobPath path, CancellationToken cancellationToken)
    {
        counter.Read();
        return inner.StatAsync(path, cancellationToken);
    }

    public async Task<string?> WriteAsync(
        BlobPath path,
        ReadOnlyMemory<byte> content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    )
    {
        counter.Write(1);
        counter.Written(content.Length);
        return await Replacing(
            path,
            eTag => eTag is not null,
            () => inner.WriteAsync(path, content, headers, condition, cancellationToken),
            cancellationToken
        );
    }

    public async Task<string?> WriteAsync(
        BlobPath path,
        Stream content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    )
    {
        var answer = await Replacing(
            path,
            eTag => eTag is not null,
            () => inner.WriteAsync(path, content, headers, condition, cancellationToken),
            cancellationToken
        );
        var length = answer is null ? 0 : (await inner.StatAsync(path, cancellationToken))?.Length ?? 0;
        counter.Written(length);
        counter.Write(length <= BlockBytes ? 1 : (length + BlockBytes - 1) / BlockBytes + 1);
        return answer;
    }

    /// <summary>Azure does not charge for deletions; what was deleted is kept for a while.</summary>
    public Task<bool> DeleteAsync(BlobPath path, string? ifMatch, CancellationToken cancellationToken) =>
        Replacing(
            path,
            deleted => deleted,
            () => inner.DeleteAsync(path, ifMatch, cancellationToken),
            cancellationToken
        );

    public async IAsyncEnumerable<BlobEntry> ListAsync(
        string container,
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        counter.List();
        var blobs = 0;
        await foreach (var entry in inner.ListAsync(container, prefix, cancellationToken))
        {
            // The page that the next blob stands on.
            if (blobs > 0 && blobs % PageSize == 0)
                counter.List();
            blobs++;
            yield return entry;
        }
    }

    public async Task<IBlobLease?> TryLeaseAsync(BlobPath path, TimeSpan duration, CancellationToken cancellationToken)
    {
        counter.Read();
        return await inner.TryLeaseAsync(path, duration, cancellationToken) is { } lease
            ? new CountingLease(lease, counter)
            : null;
    }

    private async Task<T> Replacing<T>(
        BlobPath path,
        Func<T, bool> happened,
        Func<Task<T>> operation,
        CancellationToken cancellationToken
    )
    {
        var before = await inner.StatAsync(path, cancellationToken);
        var answer = await operation();
        if (happened(answer))
            counter.Rewritten(before?.Length ?? 0);
        return answer;
    }

    private sealed class CountingLease(IBlobLease inner, OperationCounter counter) : IBlobLease
    {
        public Task<bool> RenewAsync(CancellationToken cancellationToken)
        {
            counter.Read();
            return inner.RenewAsync(cancellationToken);
        }

        public ValueTask DisposeAsync()
        {
            counter.Read();
            return inner.DisposeAsync();
        }
    }
}

/// <summary>Any queue, with its messages counted.</summary>
public sealed class CountingMessageQueue<T>(T inner, OperationCounter counter) : IMessageQueue, IQueueLengths
    where T : IMessageQueue, IQueueLengths
{
    public Task SendAsync(string queue, string message, TimeSpan visibleAfter, CancellationToken cancellationToken)
    {
        counter.Message();
        return inner.SendAsync(queue, message, visibleAfter, cancellationToken);
    }

    public Task<int> CountAsync(string queue, CancellationToken cancellationToken)
    {
        counter.QueueLook();
        return inner.CountAsync(queue, cancellationToken);
    }
}

/// <summary>Poison queues with nothing in them; each look is counted.</summary>
public sealed class EmptyPoisonStore(OperationCounter counter) : IPoisonStore
{
    public Task<IReadOnlyList<PoisonMessage>> PeekAsync(string queue, CancellationToken cancellationToken)
    {
        counter.QueueLook();
        return Task.FromResult<IReadOnlyList<PoisonMessage>>([]);
    }

    public Task<int> DeleteWhereAsync(
        string queue,
        Func<PoisonMessage, CancellationToken, Task<bool>> isDone,
        CancellationToken cancellationToken
    )
    {
        counter.QueueLook();
        return Task.FromResult(0);
    }
}
