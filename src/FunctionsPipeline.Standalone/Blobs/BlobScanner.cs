using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsPipeline.Standalone.Functions;
using FunctionsPipeline.Standalone.Hosting;
using FunctionsPipeline.Standalone.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Blobs;

/// <summary>
/// Lists one function's container again and again, on one instance at a time, and hands versions without a receipt to
/// the internal queue. The order is: message, then receipt. A death in between hands a few blobs over twice, never none.
/// </summary>
internal sealed partial class BlobScanner : IListener
{
    private const int PageSize = 5000;
    private const int StaleReceiptsPerScan = 200;

    private static readonly TimeSpan DevelopmentInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // A scan of a large container takes long; it may not take more than this part of the storage's time.
    private const int RestPerScan = 10;

    private readonly FunctionDefinition function;
    private readonly BlobPathPattern pattern;
    private readonly BlobContainerClient container;
    private readonly BlobWorkQueue queue;
    private readonly BlobReceipts receipts;
    private readonly SingletonLock single;
    private readonly StorageFaults faults;
    private readonly TimeSpan interval;
    private readonly ListenerServices services;
    private readonly Queue<string> unstored = [];

    public BlobScanner(FunctionDefinition function, StorageAccount account, HostStorage storage, BlobWorkQueue queue, ListenerServices services)
    {
        var log = services.Logs.CreateLogger<BlobScanner>();
        var hostId = services.Settings.HostId;
        (this.function, this.queue, this.services) = (function, queue, services);
        pattern = ((BlobTriggerDefinition)function.Trigger).Pattern;
        container = account.Blobs.GetBlobContainerClient(pattern.Container);
        receipts = new BlobReceipts(storage, hostId, function.Id);
        interval = services.Settings.Blobs.ScanInterval ?? (account.IsDevelopment ? DevelopmentInterval : Interval);
        faults = new StorageFaults($"Function {function.Name}", services.Jitter, services.Time, log);
        single = new SingletonLock(
            storage, $"locks/{hostId}/{function.Id}.Listener", services.Settings.LockDuration, services.Jitter, services.Time, log);
    }

    public Task RunAsync() => single.HoldAsync(ScanAsync, services.Drain.Started);

    private async Task ScanAsync(CancellationToken lost)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(lost, services.Drain.Started);
        await receipts.LoadAsync(ended.Token);
        while (!ended.IsCancellationRequested)
        {
            try
            {
                var started = services.Time.GetTimestamp();
                await ScanOnceAsync(ended.Token);
                faults.Over();
                var rest = services.Time.GetElapsedTime(started) * RestPerScan;
                await Pause.ForAsync(rest > interval ? rest : interval, services.Time, ended.Token);
            }
            catch (Exception fault) when (!ended.IsCancellationRequested)
            {
                await faults.WaitAsync(fault, ended.Token);
            }
            catch (Exception)
            {
                // The end of the lock or of the host broke off the scan; the next holder scans anew.
            }
        }
    }

    private async Task ScanOnceAsync(CancellationToken cancellationToken)
    {
        while (unstored.TryPeek(out var key))
        {
            await receipts.StoreAsync(key, cancellationToken);
            unstored.Dequeue();
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            var prefix = pattern.Prefix.Length == 0 ? null : pattern.Prefix;
            await foreach (var page in container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellationToken).AsPages(pageSizeHint: PageSize))
                await HandOverAsync(Unhandled(page.Values, seen), cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            // Nothing has been dropped yet.
        }

        if (pattern.Prefix.Length == 0)
            await ForgetStaleAsync(seen, cancellationToken);
    }

    private List<(string Key, BlobVersion Blob)> Unhandled(IReadOnlyList<BlobItem> page, HashSet<string> seen)
    {
        var found = new List<(string, BlobVersion)>();
        var now = services.Time.GetUtcNow();
        foreach (var item in page)
        {
            if (item.Properties.ETag is not { } eTag)
                continue;
            var version = eTag.ToString().Trim('"');
            var key = BlobReceipts.KeyOf(pattern.Container, item.Name, version);
            seen.Add(key);
            if (!receipts.Contains(key) && pattern.Match(item.Name) is not null)
                found.Add((key, new((item.Properties.BlobType ?? BlobType.Block) + "Blob", pattern.Container, item.Name, version, now)));
        }

        return found;
    }

    private async Task HandOverAsync(List<(string Key, BlobVersion Blob)> found, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
            return;
        LogFound(services.Logs.CreateLogger<BlobScanner>(), function.Name, found.Count);
        await Parallel.ForEachAsync(
            BlobBatches.Of(found, blob => blob.Blob.BlobName), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (batch, stop) =>
            {
                await queue.SendAsync(new BlobWork(function.Id, [.. batch.Select(each => each.Blob)]), TimeSpan.Zero, stop);
                foreach (var (key, _) in batch)
                    receipts.Remember(key);
                // Not stopped half-way by the end of the host: what is sent has its receipt.
                foreach (var (key, _) in batch)
                    await StoreReceiptAsync(key);
            });
    }

    private async Task StoreReceiptAsync(string key)
    {
        try
        {
            await receipts.StoreAsync(key, services.Drain.Expired);
        }
        catch (Exception)
        {
            // The message is sent, so the blob must not be handed over again: the receipt is stored by a later scan.
            lock (unstored)
                unstored.Enqueue(key);
        }
    }

    // Overwritten and deleted blobs leave receipts behind that would be listed at each start for ever.
    private async Task ForgetStaleAsync(HashSet<string> seen, CancellationToken cancellationToken)
    {
        foreach (var key in receipts.NotAmong(seen, pattern.Container, StaleReceiptsPerScan))
            await receipts.DeleteAsync(key, cancellationToken);
    }

    [LoggerMessage(60, LogLevel.Information, "{Function}: {Count} new or changed blobs found")]
    private static partial void LogFound(ILogger log, string function, int count);
}
