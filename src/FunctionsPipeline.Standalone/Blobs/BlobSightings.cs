using System.Collections.Concurrent;

namespace FunctionsPipeline.Standalone.Blobs;

/// <summary>
/// What this instance's own scans showed last. While a large drop is worked off, the next listing has confirmed most of
/// it again, and one call stands for thousands of looks at single blobs.
/// </summary>
internal sealed class BlobSightings
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, IReadOnlySet<string> Keys)> _latest = new(StringComparer.Ordinal);

    /// <param name="at">When the listing began.</param>
    /// <param name="keys">As <see cref="BlobReceipts.KeyOf"/>; not changed afterwards.</param>
    public void Record(string functionId, DateTimeOffset at, IReadOnlySet<string> keys) => _latest[functionId] = (at, keys);

    /// <summary>When this version was last there, as far as this instance knows.</summary>
    public DateTimeOffset LastSeen(string functionId, BlobVersion blob)
        => _latest.TryGetValue(functionId, out var scan) && scan.At > blob.SeenAt
            && scan.Keys.Contains(BlobReceipts.KeyOf(blob.ContainerName, blob.BlobName, blob.ETag))
                ? scan.At
                : blob.SeenAt;
}
