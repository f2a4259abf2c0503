using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FunctionsPipeline.Storage;

/// <summary>A document that was read: its value and the version to write over.</summary>
public sealed record Stored<T>(T Value, string ETag);

/// <summary>
/// A document whose writes can be distinguished: each write stamps a revision. After a write whose answer was lost, a
/// re-read that finds the writer's own revision proves that the write happened (rule B3).
/// </summary>
public abstract record Revised
{
    /// <summary>Set by <see cref="JsonDocument{T}"/>.</summary>
    public string? Rev { get; init; }
}

/// <summary>
/// One blob that holds one JSON document. Everything that changes a stored document by compare-and-swap does so here.
/// </summary>
/// <param name="type">From a source-generated context that is built on <see cref="JsonBlobs.Options"/>.</param>
public sealed class JsonDocument<T>(IBlobStore store, BlobPath path, JsonTypeInfo<T> type)
    where T : class
{
    /// <summary>Writes that are attempted while it is unknown whether an earlier one happened.</summary>
    private const int MaxTries = 3;

    /// <summary>Swaps that another writer may win before the update is left to the caller's own retry.</summary>
    private const int MaxRounds = 64;

    public BlobPath Path => path;

    /// <summary>Reads the document. Null if it does not exist.</summary>
    /// <exception cref="JsonException">The blob is no such document: it was changed by hand.</exception>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    public Task<Stored<T>?> ReadAsync(CancellationToken cancellationToken) =>
        store.ReadJsonAsync(path, type, cancellationToken);

    /// <summary>
    /// Reads a document that can be made again from others. One of another version, or that was changed by hand, is deleted.
    /// </summary>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    public async Task<Stored<T>?> ReadCacheAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cancellationToken);
        }
        catch (JsonException)
        {
            await store.DeleteAsync(path, ifMatch: null, cancellationToken);
            return null;
        }
    }

    /// <summary>Writes over any version. Only for content that every writer would write the same.</summary>
    /// <returns>The new ETag.</returns>
    public async Task<string> WriteAsync(T value, CancellationToken cancellationToken) =>
        (await store.WriteJsonAsync(path, value, type, WriteCondition.Always, cancellationToken))!;

    /// <summary>Writes over the version that was read, or creates the document if <paramref name="over"/> is null.</summary>
    /// <returns>What is stored now; null if another writer was first, and then nothing of this one is stored.</returns>
    /// <exception cref="StorageException">
    /// It is unknown whether the write happened. For a <see cref="Revised"/> document this is found out first, in three
    /// tries.
    /// </exception>
    public Task<Stored<T>?> SwapAsync(Stored<T>? over, T value, CancellationToken cancellationToken)
    {
        var condition = over is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(over.ETag);
        return value is Revised revised
            ? SwapRevisedAsync(revised, condition, cancellationToken)
            : SwapPlainAsync(value, condition, cancellationToken);
    }

    /// <summary>Reads, changes and swaps until no other writer came in between.</summary>
    /// <param name="change">
    /// Gets the current value, null if there is none; returns null to leave it. May be called several times.
    /// </param>
    /// <returns>What is stored now; null if there was nothing and nothing was to be written.</returns>
    /// <exception cref="StorageException">Storage did not answer, or other writers were always first.</exception>
    public async Task<Stored<T>?> UpdateAsync(Func<T?, T?> change, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var current = await ReadAsync(cancellationToken);
            if (change(current?.Value) is not { } next)
                return current;
            if (await SwapAsync(current, next, cancellationToken) is { } stored)
                return stored;
        }
        throw new StorageException($"{path} was changed by other writers {MaxRounds} times in a row.");
    }

    private async Task<Stored<T>?> SwapPlainAsync(
        T value,
        WriteCondition condition,
        CancellationToken cancellationToken
    ) =>
        await store.WriteJsonAsync(path, value, type, condition, cancellationToken) is { } eTag
            ? new Stored<T>(value, eTag)
            : null;

    private async Task<Stored<T>?> SwapRevisedAsync(
        Revised value,
        WriteCondition condition,
        CancellationToken cancellationToken
    )
    {
        var revision = Guid.NewGuid().ToString("N")[..12];
        var mine = (T)(object)(value with { Rev = revision });
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await SwapPlainAsync(mine, condition, cancellationToken) is { } stored)
                    return stored;
                // Refused because of another writer, or because of an own write whose answer was lost.
                var winner = await ReadAsync(cancellationToken);
                return winner?.Value is Revised { Rev: { } rev } && rev == revision ? winner : null;
            }
            catch (StorageException) when (attempt < MaxTries)
            {
                // Again with the same revision: if the first write did happen, this one is refused and the re-read finds it.
            }
        }
    }
}
