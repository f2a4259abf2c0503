using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Evidence;

namespace FunctionsPipeline.Subscribers.Housekeeping;

/// <summary>Evidence without a record.</summary>
public sealed class OrphanedEvidence(IBlobStore blobs, EvidenceStore evidence, TimeProvider time)
{
    /// <summary>
    /// Deletes evidence of requests whose record lost a race or was never written: it proves nothing and holds personal
    /// data.
    /// </summary>
    /// <param name="number">One of the 256 shards; its parts are looked at together.</param>
    /// <param name="kept">The ids of its records and tombstones.</param>
    public async Task RemoveAsync(byte number, IReadOnlySet<SubscriberId> kept, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow().AddDays(-1);
        var young = new HashSet<SubscriberId>();
        var found = new HashSet<SubscriberId>();
        await foreach (var entry in blobs.ListAsync(Containers.Subscribers, $"evidence/{number:x2}", cancellationToken))
        {
            if (SubscriberId.TryParse(entry.Name.Split('/')[1], out var id))
                (entry.LastModified < before ? found : young).Add(id);
        }
        found.ExceptWith(young);
        found.ExceptWith(kept);
        foreach (var id in found)
        {
            var onlyAsked = true;
            await foreach (var happened in evidence.OfAsync(id, cancellationToken))
                onlyAsked &=
                    happened is { Kind: EvidenceKind.Requested or EvidenceKind.ConfirmationSent, Stripped: null };
            if (onlyAsked)
                await evidence.RemoveAllAsync(id, cancellationToken);
        }
    }
}
