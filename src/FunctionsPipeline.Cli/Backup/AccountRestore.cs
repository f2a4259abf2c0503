using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Backup;

/// <summary>
/// Brings a backup back, halted: sending is halted before the first document is replaced, and only a person resumes it. A
/// restore that died is run again.
/// </summary>
internal sealed class AccountRestore(IBlobStore store, IStorageRestoring restoring)
{
    private const int AtATime = 16;

    /// <returns>How many blobs were written; refused while the app runs on this account.</returns>
    /// <exception cref="IOException">The backup is damaged. Sending stays halted.</exception>
    /// <exception cref="StorageException">Storage did not answer. Sending stays halted.</exception>
    public async Task<Answer<int>> RunAsync(
        BackupFolder folder,
        WorkProgress progress,
        CancellationToken cancellationToken
    )
    {
        var blobs = new Dictionary<BlobPath, BackedUpBlob>();
        await foreach (var blob in folder.ReadAsync(cancellationToken))
        {
            if (!BackupContainers.All.Contains(blob.Container, StringComparer.Ordinal))
                throw new IOException($"The backup names a container that is not the app's: '{blob.Container}'.");
            if (!folder.Holds(blob))
                throw new IOException($"The backup lacks the content of '{blob.Container}/{blob.Name}'.");
            blobs[new BlobPath(blob.Container, blob.Name)] = blob;
        }
        progress.Total = blobs.Count;
        if (await restoring.BeginAsync(cancellationToken) is { } refusal)
            return refusal;
        await RemoveLaterOnesAsync(blobs, cancellationToken);
        await Parallel.ForEachAsync(
            blobs.Where(b => b.Key != restoring.Status),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (blob, token) =>
            {
                await using var content = await folder.OpenAsync(blob.Value, token);
                await store.WriteAsync(
                    blob.Key,
                    content,
                    new BlobHeaders(blob.Value.ContentType, blob.Value.CacheControl),
                    WriteCondition.Always,
                    token
                );
                progress.Advance();
            }
        );
        await restoring.FinishAsync(await StatusAsync(folder, blobs, cancellationToken), cancellationToken);
        return blobs.Count;
    }

    private async Task RemoveLaterOnesAsync(
        Dictionary<BlobPath, BackedUpBlob> blobs,
        CancellationToken cancellationToken
    )
    {
        foreach (var container in BackupContainers.Exact)
        {
            var later = new List<BlobPath>();
            await foreach (var entry in store.ListAsync(container, "", cancellationToken))
            {
                var path = new BlobPath(container, entry.Name);
                if (!blobs.ContainsKey(path) && path != restoring.Status)
                    later.Add(path);
            }
            foreach (var path in later)
                await store.DeleteAsync(path, null, cancellationToken);
        }
    }

    private async Task<ReadOnlyMemory<byte>?> StatusAsync(
        BackupFolder folder,
        Dictionary<BlobPath, BackedUpBlob> blobs,
        CancellationToken cancellationToken
    )
    {
        if (!blobs.TryGetValue(restoring.Status, out var status))
            return null;
        await using var content = await folder.OpenAsync(status, cancellationToken);
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }
}
