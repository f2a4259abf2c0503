using System.Collections.Concurrent;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Backup;

/// <summary>
/// Copies an account as it was at one moment, while the app may run: what has changed since it was copied is copied again,
/// until a listing finds every version unchanged. From the end of one listing to the beginning of the next nothing had
/// changed then, so that the copy is of that moment.
/// </summary>
internal sealed class AccountBackup(IBlobStore store, StorageIdentity account, TimeProvider time)
{
    private const int AtATime = 16;

    /// <summary>The timer changes a document each minute; a round on what has changed takes a second.</summary>
    private const int MostRounds = 30;

    /// <returns>How many blobs, and how many of them were copied now; refused if the account never stood still.</returns>
    /// <exception cref="StorageException">Storage did not answer: the same call continues where this one stopped.</exception>
    public async Task<Answer<(int Blobs, int Copied)>> RunAsync(
        BackupFolder folder,
        WorkProgress progress,
        CancellationToken cancellationToken
    )
    {
        var known = new ConcurrentDictionary<BlobPath, BackedUpBlob>();
        await foreach (var blob in folder.ReadAsync(cancellationToken))
            known[new BlobPath(blob.Container, blob.Name)] = blob;
        var copied = 0;
        for (var round = 0; round < MostRounds; round++)
        {
            var at = time.GetUtcNow();
            var listed = await ListAsync(cancellationToken);
            var changed = listed
                .Where(b => !known.TryGetValue(b.Key, out var old) || old.ETag != b.Value.ETag || !folder.Holds(old))
                .ToList();
            if (changed.Count == 0 && round > 0)
            {
                var blobs = listed.Keys.Select(path => known[path]).ToList();
                await folder.FinishAsync(account.Name, at, blobs, cancellationToken);
                return (blobs.Count, copied);
            }
            progress.Total = progress.Done + changed.Count;
            await Parallel.ForEachAsync(
                changed,
                new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
                async (blob, token) =>
                {
                    if (await CopyAsync(folder, blob.Key, token) is { } copy)
                    {
                        known[blob.Key] = copy;
                        Interlocked.Increment(ref copied);
                    }
                    progress.Advance();
                }
            );
        }
        return new Refusal(
            "The account changed all the time, so that there is no moment to copy. Try again when no issue goes out and no import runs, or stop the app."
        );
    }

    private async Task<SortedDictionary<BlobPath, BlobEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var listed = new SortedDictionary<BlobPath, BlobEntry>(
            Comparer<BlobPath>.Create(
                (a, b) =>
                    string.CompareOrdinal(a.Container, b.Container) is var order and not 0
                        ? order
                        : string.CompareOrdinal(a.Name, b.Name)
            )
        );
        foreach (var container in BackupContainers.All)
        {
            await foreach (var entry in store.ListAsync(container, "", cancellationToken))
            {
                var path = new BlobPath(container, entry.Name);
                // A name that cannot be addressed is answered by a report and holds nothing.
                if (path.IsAddressable)
                    listed[path] = entry;
            }
        }
        return listed;
    }

    /// <returns>Null if it is gone; the next listing shows that.</returns>
    private async Task<BackedUpBlob?> CopyAsync(BackupFolder folder, BlobPath path, CancellationToken cancellationToken)
    {
        await using var blob = await store.OpenReadAsync(path, cancellationToken);
        if (blob is null)
            return null;
        var (sha256, length) = await folder.AddAsync(blob.Content, cancellationToken);
        return new BackedUpBlob(
            path.Container,
            path.Name,
            blob.ETag,
            length,
            blob.Headers.ContentType,
            blob.Headers.CacheControl,
            sha256
        );
    }
}
