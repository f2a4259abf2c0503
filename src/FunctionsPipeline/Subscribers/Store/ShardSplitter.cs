using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>
/// Splits a shard that has become large into 16 parts, while others change it (rule B9): the parts are written beside it,
/// under names that no other split has, and then one compare-and-swap puts a <see cref="ShardSplit"/> in the place of exactly
/// the version that was divided. Until then nothing has happened: a change that comes first wins.
/// </summary>
public sealed partial class ShardSplitter(
    IBlobStore blobs,
    ShardStore shards,
    SubscriberKeys keys,
    AddressHasher hasher,
    IOptions<ShardOptions> options,
    TimeProvider time,
    ILogger<ShardSplitter> logger
)
{
    /// <summary>Parts that no split names are what a dead process left, once they are older than that.</summary>
    public static readonly TimeSpan OrphanAge = TimeSpan.FromDays(1);

    /// <summary>A split that took longer is given up: its parts may soon be taken for orphans.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromHours(1);

    /// <summary>Writes that are attempted while it is unknown whether an earlier one happened.</summary>
    private const int MostTries = 3;

    /// <summary>Splits a shard if it is large, and its parts if they still are. Safe to repeat and to stop anywhere.</summary>
    /// <param name="length">Its size in bytes, as it was last read.</param>
    /// <exception cref="StorageException">Storage did not answer. The shard may have been split.</exception>
    public async Task SplitLargeAsync(ShardName name, int length, CancellationToken cancellationToken)
    {
        if (length <= options.Value.SplitAboveBytes || await SplitAsync(name, cancellationToken) is not { } parts)
            return;
        for (var digit = 0; digit < ShardName.Parts; digit++)
            await SplitLargeAsync(name.Part(digit), parts.Part(digit).Length, cancellationToken);
    }

    /// <summary>Deletes what splits left that did not come to be: it holds personal data.</summary>
    public async Task RemoveOrphansAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - OrphanAge;
        var old = new List<(ShardNode Node, string Split)>();
        await foreach (var entry in blobs.ListAsync(Containers.Subscribers, ShardNode.Folder, cancellationToken))
        {
            if (entry.LastModified < before && ShardNode.TryParsePart(entry.Name, out var name, out var split))
                old.Add((ShardNode.OfPart(name, split), split));
        }
        foreach (var (node, split) in old)
        {
            if (await IsNamedAsync(node.Name, split, cancellationToken))
                continue;
            // What this process remembers may be older than the account; what is deleted is gone.
            shards.Forget(node.Name.Number);
            if (!await IsNamedAsync(node.Name, split, cancellationToken))
                await blobs.DeleteAsync(node.Path, ifMatch: null, cancellationToken);
        }
    }

    /// <returns>The parts; null if the shard was not split, because another writer was faster or there is nothing to split.</returns>
    internal async Task<ShardDivision?> SplitAsync(ShardName name, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var found = await shards.FindAsync(name, cancellationToken);
        if (found is not { Shard: { } shard, ETag: { } eTag } || found.Node.Name != name)
            return null;
        var division = new ShardDivision(shard, keys, hasher);
        if (division.Addresses < 2)
            return null;
        var split = new ShardSplit(name, Guid.NewGuid().ToString("N")[..12], keys.Suppression[0].Id, division.Places);
        // At once, so that fewer changes come in between.
        await Task.WhenAll(
            split
                .Parts()
                .Select(
                    (part, digit) =>
                        blobs.WriteAsync(
                            part.Path,
                            division.Part(digit),
                            ShardStore.Headers,
                            WriteCondition.Always,
                            cancellationToken
                        )
                )
        );
        if (time.GetElapsedTime(began) <= MostTime && await SwapAsync(found.Node.Path, eTag, split, cancellationToken))
        {
            LogSplit(logger, name, shard.Length, ShardName.Parts, division.Largest);
            return division;
        }
        foreach (var part in split.Parts())
            await blobs.DeleteAsync(part.Path, ifMatch: null, cancellationToken);
        return null;
    }

    /// <returns>False if another writer was faster, so that the split can never come to be.</returns>
    /// <exception cref="StorageException">It is unknown whether it has: its parts must stay.</exception>
    private async Task<bool> SwapAsync(
        BlobPath path,
        string eTag,
        ShardSplit split,
        CancellationToken cancellationToken
    )
    {
        var content = split.Write(keys);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (
                    await blobs.WriteAsync(
                        path,
                        content,
                        ShardStore.Headers,
                        WriteCondition.IfMatch(eTag),
                        cancellationToken
                    )
                    is not null
                )
                    return true;
                // Refused because of another writer, or because of an own write whose answer was lost.
                var now = await blobs.ReadAsync(path, cancellationToken);
                if (now is not null && now.Content.Span.SequenceEqual(content))
                    return true;
                if (now?.ETag != eTag)
                    return false;
            }
            catch (StorageException) when (attempt < MostTries)
            {
                // Again over the same version: if the first write did happen, this one is refused and the re-read finds it.
            }
            if (attempt == MostTries)
                throw new StorageException($"Shard {split.Name} was refused {MostTries} times and has not changed.");
        }
    }

    /// <summary>Whether a part belongs to the split that its shard names.</summary>
    private async Task<bool> IsNamedAsync(ShardName part, string split, CancellationToken cancellationToken)
    {
        var whole = await shards.FindAsync(part.Whole, cancellationToken);
        return whole.Node.Name == part.Whole && whole.Split?.Id == split;
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Shard {Shard} of {Bytes} bytes was split into {Parts}; the largest of them has {Largest} bytes."
    )]
    private static partial void LogSplit(ILogger logger, ShardName shard, int bytes, int parts, int largest);
}
