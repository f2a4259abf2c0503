using System.Text.Json.Serialization.Metadata;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>Reads and compare-and-swaps the state blobs, and finds out what became of a write whose answer was lost.</summary>
internal sealed class Ledger(IBlobStore store, Nonce nonce)
{
    private const int Tries = 3;

    public IBlobStore Store => store;

    public string NewId() => nonce.Next();

    public Task<Stored<T>?> ReadAsync<T>(BlobPath path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        store.ReadJsonAsync(path, type, cancellationToken);

    /// <summary>Writes over the version that was read; over nothing if <paramref name="over"/> is null.</summary>
    /// <returns>What is stored now, or null if another writer was first; then nothing of ours is.</returns>
    /// <exception cref="StorageException">It could not be found out whether the write happened.</exception>
    public async Task<Stored<T>?> SwapAsync<T>(
        BlobPath path,
        Stored<T>? over,
        T value,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : Revised
    {
        var revision = nonce.Next();
        var mine = (T)(value with { Rev = revision });
        var condition = over is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(over.ETag);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await store.WriteJsonAsync(path, mine, type, condition, cancellationToken) is { } eTag)
                    return new Stored<T>(mine, eTag);
                // Refused: by another writer, or by our own of which the answer was lost on the way.
                var winner = await ReadAsync(path, type, cancellationToken);
                return winner?.Value.Rev == revision ? winner : null;
            }
            catch (StorageException) when (attempt < Tries)
            {
                // The same revision again: if the first write did happen, this one is refused and the re-read finds it.
            }
        }
    }

    /// <summary>Reads, changes and swaps until it succeeds.</summary>
    /// <param name="change">Null to leave what is there; may be called several times.</param>
    /// <returns>What is stored now; null if nothing is and nothing was to be.</returns>
    public async Task<Stored<T>?> UpdateAsync<T>(
        BlobPath path,
        Func<T?, T?> change,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : Revised
    {
        while (true)
        {
            var current = await ReadAsync(path, type, cancellationToken);
            if (change(current?.Value) is not { } next)
                return current;
            if (await SwapAsync(path, current, next, type, cancellationToken) is { } stored)
                return stored;
        }
    }
}

/// <summary>Short ids for claims and revisions. Injected so that a simulated run can be repeated.</summary>
internal class Nonce
{
    public virtual string Next() => Guid.NewGuid().ToString("N")[..12];
}
