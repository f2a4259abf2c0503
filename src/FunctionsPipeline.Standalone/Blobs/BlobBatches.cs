using System.Text;

namespace FunctionsPipeline.Standalone.Blobs;

/// <summary>How many blobs share a message of the internal queue.</summary>
internal static class BlobBatches
{
    /// <summary>More would make a message too much for one instance, and a death would repeat more.</summary>
    private const int MostBlobs = 16;

    /// <summary>Few blobs travel alone, so that every instance gets some.</summary>
    private const int LeastMessages = 32;

    /// <summary>A message holds 64 KiB after Base64; this leaves room for the rest of each entry.</summary>
    private const int MostNameBytes = 24 * 1024;

    public static IEnumerable<IReadOnlyList<T>> Of<T>(IReadOnlyList<T> all, Func<T, string> nameOf)
    {
        var size = Math.Clamp(all.Count / LeastMessages, 1, MostBlobs);
        var batch = new List<T>(size);
        var bytes = 0;
        foreach (var each in all)
        {
            var length = Encoding.UTF8.GetByteCount(nameOf(each));
            if (batch.Count > 0 && (batch.Count == size || bytes + length > MostNameBytes))
            {
                yield return batch;
                (batch, bytes) = (new List<T>(size), 0);
            }

            batch.Add(each);
            bytes += length;
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
