using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// The two ends of restoring a backup (rule S8): sending is halted before the first document is replaced, and what was
/// restored stays halted until a person adopts it. A restore that dies in between leaves a halted storage.
/// </summary>
public interface IStorageRestoring
{
    /// <summary>Where the halt is stored: <see cref="FinishAsync"/> writes it, and no copy of files may.</summary>
    Storage.BlobPath Status { get; }

    /// <summary>Halts all sending.</summary>
    /// <returns>Why not: the app runs on this storage. Null if it is halted now.</returns>
    Task<Refusal?> BeginAsync(CancellationToken cancellationToken);

    /// <summary>Stores what the backup knew of all sending, halted.</summary>
    /// <param name="status">The backup's own document; null if it has none.</param>
    /// <exception cref="System.Text.Json.JsonException">It is not what was written.</exception>
    Task FinishAsync(ReadOnlyMemory<byte>? status, CancellationToken cancellationToken);
}
