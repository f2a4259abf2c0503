using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Testing;

/// <summary>Any store, with faults before an operation or after it took effect (a lost response).</summary>
public sealed class FaultyBlobStore(IBlobStore inner) : IBlobStore
{
    /// <summary>Called before each operation with its name and path; throw from it to prevent it.</summary>
    public Action<string, BlobPath>? Before { get; set; }

    /// <summary>Called after each operation took effect; throw from it to lose the response.</summary>
    public Action<string, BlobPath>? After { get; set; }

    /// <summary>Answers "condition not met" to a write although no one else wrote; true to do so.</summary>
    public Func<BlobPath, bool>? Refuse { get; set; }

    public Task<Blob?> ReadAsync(BlobPath path, CancellationToken cancellationToken) =>
        Run(nameof(ReadAsync), path, () => inner.ReadAsync(path, cancellationToken));

    public Task<BlobReadStream?> OpenReadAsync(BlobPath path, CancellationToken cancellationToken) =>
        Run(nameof(OpenReadAsync), path, () => inner.OpenReadAsync(path, cancellationToken));

    public Task<BlobEntry?> StatAsync(BlobPath path, CancellationToken cancellationToken) =>
        Run(nameof(StatAsync), path, () => inner.StatAsync(path, cancellationToken));

    public Task<string?> WriteAsync(
        BlobPath path,
        ReadOnlyMemory<byte> content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    ) =>
        Refuse?.Invoke(path) == true
            ? Task.FromResult<string?>(null)
            : Run(
                nameof(WriteAsync),
                path,
                () => inner.WriteAsync(path, content, headers, condition, cancellationToken)
            );

    public Task<string?> WriteAsync(
        BlobPath path,
        Stream content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    ) => Run(nameof(WriteAsync), path, () => inner.WriteAsync(path, content, headers, condition, cancellationToken));

    public Task<bool> DeleteAsync(BlobPath path, string? ifMatch, CancellationToken cancellationToken) =>
        Run(nameof(DeleteAsync), path, () => inner.DeleteAsync(path, ifMatch, cancellationToken));

    public IAsyncEnumerable<BlobEntry> ListAsync(string container, string prefix, CancellationToken cancellationToken)
    {
        Before?.Invoke(nameof(ListAsync), new BlobPath(container, prefix));
        return inner.ListAsync(container, prefix, cancellationToken);
    }

    public Task<IBlobLease?> TryLeaseAsync(BlobPath path, TimeSpan duration, CancellationToken cancellationToken) =>
        Run(nameof(TryLeaseAsync), path, () => inner.TryLeaseAsync(path, duration, cancellationToken));

    private async Task<T> Run<T>(string name, BlobPath path, Func<Task<T>> operation)
    {
        Before?.Invoke(name, path);
        var result = await operation();
        After?.Invoke(name, path);
        return result;
    }
}
