using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Subscribers.Housekeeping;

/// <summary>Reads the counts that housekeeping notes each day.</summary>
public sealed class SubscriberCounts(IBlobStore blobs)
{
    private const string Folder = "counts/";

    /// <summary>The newest days, oldest first; a day on which nothing happened may be missing. One read a day.</summary>
    /// <param name="days">How many at most.</param>
    /// <returns>Empty before the first night's housekeeping.</returns>
    public async Task<IReadOnlyList<DailyCounts>> ReadAsync(int days, CancellationToken cancellationToken)
    {
        var newest = new Queue<string>();
        await foreach (var entry in blobs.ListAsync(Containers.Subscribers, Folder, cancellationToken))
        {
            newest.Enqueue(entry.Name);
            if (newest.Count > days)
                newest.Dequeue();
        }
        var counts = new List<DailyCounts>();
        foreach (var name in newest)
        {
            var stored = await blobs.ReadJsonAsync(
                new BlobPath(Containers.Subscribers, name),
                SubscriberJson.Conventional.DailyCounts,
                cancellationToken
            );
            if (stored is not null)
                counts.Add(stored.Value);
        }
        return counts;
    }
}
