using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Housekeeping;

/// <summary>Evidence without a record.</summary>
public sealed class OrphanedEvidence(IBlobStore blobs, EvidenceStore evidence, TimeProvider time)
{
    /// <summary>
    /// Deletes evidence of requests whose record lost a race or was never written: it proves nothing and holds personal
    /// data.
    /// </summary>
    public async Task RemoveAsync(Shard shard, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow().AddDays(-1);
        var young = new HashSet<SubscriberId>();
        var found = new HashSet<SubscriberId>();
        await foreach (
            var entry in blobs.ListAsync(Containers.Subscribers, $"evidence/{shard.Number:x2}", cancellationToken)
        )
        {
            if (SubscriberId.TryParse(entry.Name.Split('/')[1], out var id))
                (entry.LastModified < before ? found : young).Add(id);
        }
        found.ExceptWith(young);
        found.ExceptWith(shard.Subscribers().Select(s => s.Id));
        found.ExceptWith(shard.Tombstones().Select(t => t.Id).OfType<SubscriberId>());
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
