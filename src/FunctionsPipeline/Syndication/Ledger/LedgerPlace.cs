using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Syndication.Ledger;

/// <summary>Where an article's ledger is, and what is there.</summary>
/// <param name="Entry">Null if the article has none yet.</param>
/// <param name="ETag">What to write over; null if nothing is there.</param>
internal sealed record LedgerPlace(BlobPath Path, LedgerEntry? Entry, string? ETag)
{
    /// <summary>Compare-and-swap.</summary>
    /// <exception cref="StorageException">Another writer came first: read again.</exception>
    public async Task<LedgerPlace> WriteAsync(IBlobStore store, LedgerEntry entry, CancellationToken cancellationToken)
    {
        var condition = ETag is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(ETag);
        var eTag =
            await store.WriteJsonAsync(Path, entry, SyndicationJson.Readable.LedgerEntry, condition, cancellationToken)
            ?? throw new StorageException($"{Path} was written by another.");
        return this with { Entry = entry, ETag = eTag };
    }
}
