using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Syndication.Copies;

/// <summary>Where the record of an article's copy at one target belongs, and what is stored there.</summary>
/// <param name="Record">Null if the article has no copy there yet.</param>
/// <param name="Over">The version to write over, which may be another article's; null if nothing is stored.</param>
internal sealed record CopyPlace(JsonDocument<CopyRecord> Document, CopyRecord? Record, Stored<CopyRecord>? Over)
{
    /// <summary>Stores the record by compare-and-swap.</summary>
    /// <exception cref="StorageException">Another writer was first: read again.</exception>
    public async Task<CopyPlace> WriteAsync(CopyRecord record, CancellationToken cancellationToken)
    {
        var stored =
            await Document.SwapAsync(Over, record, cancellationToken)
            ?? throw new StorageException($"{Document.Path} was changed by another writer.");
        return new CopyPlace(Document, record, stored);
    }
}
