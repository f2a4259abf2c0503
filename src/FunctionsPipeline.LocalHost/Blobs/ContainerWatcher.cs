using System.Diagnostics;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsPipeline.LocalHost.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Blobs;

/// <summary>
/// Lists the container of one blob function again and again, on one host at a time, and raises an event for each blob
/// whose ETag it has not raised before. The order is: events, then record. A death in between raises some again, never none.
/// The SDK's own scan compares times of change instead, and misses files that arrive together.
/// </summary>
internal sealed partial class ContainerWatcher(
    string function,
    BlobPathPattern pattern,
    BlobContainerClient container,
    BlobEvents events,
    HostStorage storage,
    ContainerWatch how,
    ILogger log
)
{
    private const int PageSize = 5000;

    // A listing of a large container takes long; it may not take more than this part of the time.
    private const int RestPerListing = 10;

    private readonly StorageFaults _faults = new($"Watching container {pattern.Container}", log);

    /// <param name="over">The lock is lost or the host stops.</param>
    public async Task RunAsync(CancellationToken over)
    {
        BlobRecord? record = null;
        while (true)
        {
            var rest = how.Interval;
            try
            {
                record ??= await BlobRecord.ReadAsync(
                    storage,
                    $"blobwatch/{how.HostId}/{function}/{pattern.Container}.json",
                    over
                );
                var listing = await ScanAsync(record, over);
                _faults.Over();
                rest = listing * RestPerListing > rest ? listing * RestPerListing : rest;
            }
            catch (RequestFailedException changed) when (changed.Status == 412)
            {
                record = null;
            }
            catch (Exception fault) when (!over.IsCancellationRequested)
            {
                // Read again: whether it was written is not known.
                record = null;
                await _faults.WaitAsync(fault, over);
                continue;
            }

            await Task.Delay(rest, over);
        }
    }

    /// <returns>How long the listing itself took, without what was done with it.</returns>
    private async Task<TimeSpan> ScanAsync(BlobRecord record, CancellationToken over)
    {
        var listing = TimeSpan.Zero;
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var found = 0;
        try
        {
            var asked = Stopwatch.GetTimestamp();
            var options = new GetBlobsOptions { Prefix = pattern.Prefix.Length == 0 ? null : pattern.Prefix };
            await foreach (var page in container.GetBlobsAsync(options, over).AsPages(pageSizeHint: PageSize))
            {
                listing += Stopwatch.GetElapsedTime(asked);
                found += await RaiseAsync(page.Values, record, seen, over);
                asked = Stopwatch.GetTimestamp();
            }
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            // Nothing has been put there yet.
        }

        if (found > 0)
        {
            LogFound(log, function, found, pattern.Container);
            await record.WriteAsync(seen, over);
        }

        return listing;
    }

    private async Task<int> RaiseAsync(
        IReadOnlyList<BlobItem> page,
        BlobRecord record,
        Dictionary<string, string> seen,
        CancellationToken over
    )
    {
        var found = new List<FoundBlob>();
        foreach (var item in page)
        {
            if (item.Properties.ETag is not { } tag || !pattern.IsMatch(item.Name))
                continue;
            // A name with '..' as a folder can be listed and not asked for: its address, which the event carries, is
            // another blob's.
            if (container.GetBlobClient(item.Name).Name != item.Name)
                continue;
            var version = tag.ToString().Trim('"');
            seen[item.Name] = version;
            if (record.Raised.GetValueOrDefault(item.Name) != version)
                found.Add(new(item.Name, version, (item.Properties.BlobType ?? BlobType.Block) + "Blob"));
        }

        if (found.Count > 0)
            await events.RaiseAsync(function, container, found, over);
        return found.Count;
    }

    [LoggerMessage(60, LogLevel.Information, "{Function}: {Count} new or changed blobs in container {Container}")]
    private static partial void LogFound(ILogger log, string function, int count, string container);
}

/// <param name="Interval">The pause between listings.</param>
internal sealed record ContainerWatch(string HostId, TimeSpan Interval);
