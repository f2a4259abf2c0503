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

    private readonly FunctionDefinition _function;
    private readonly BlobPathPattern _pattern;
    private readonly BlobContainerClient _container;
    private readonly BlobWorkQueue _queue;
    private readonly BlobSightings _sightings;
    private readonly BlobReceipts _receipts;
    private readonly SingletonLock _single;
    private readonly StorageFaults _faults;
    private readonly TimeSpan _interval;
    private readonly ListenerServices _services;
    private readonly Queue<string> _unstored = [];

    public BlobScanner(FunctionDefinition function, StorageAccount account, HostStorage storage, BlobWorkQueue queue, BlobSightings sightings, ListenerServices services)
    {
        var log = services.Logs.CreateLogger<BlobScanner>();
        var hostId = services.Settings.HostId;
        (_function, _queue, _sightings, _services) = (function, queue, sightings, services);
        _pattern = ((BlobTriggerDefinition)function.Trigger).Pattern;
        _container = account.Blobs.GetBlobContainerClient(_pattern.Container);
        _receipts = new BlobReceipts(storage, hostId, function.Id);
        _interval = services.Settings.Blobs.ScanInterval ?? (account.IsDevelopment ? DevelopmentInterval : Interval);
        _faults = new StorageFaults($"Function {function.Name}", services.Jitter, services.Time, log);
        _single = new SingletonLock(
            storage, $"locks/{hostId}/{function.Id}.Listener", services.Settings.LockDuration, services.Jitter, services.Time, log);
    }

    public Task RunAsync() => _single.HoldAsync(ScanAsync, _services.Drain.Started);

    private async Task ScanAsync(CancellationToken lost)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(lost, _services.Drain.Started);
        await _receipts.LoadAsync(ended.Token);
        while (!ended.IsCancellationRequested)
        {
            try
            {
                var rest = await ScanOnceAsync(ended.Token) * RestPerScan;
                _faults.Over();
                await Pause.ForAsync(rest > _interval ? rest : _interval, _services.Time, ended.Token);
            }
            catch (Exception fault) when (!ended.IsCancellationRequested)
            {
                await _faults.WaitAsync(fault, ended.Token);
            }
            catch (Exception)
            {
                // The end of the lock or of the host broke off the scan; the next holder scans anew.
            }
        }
    }

    /// <returns>How long the listing itself took, without what was done with it.</returns>
    private async Task<TimeSpan> ScanOnceAsync(CancellationToken cancellationToken)
    {
        while (_unstored.TryPeek(out var key))
        {
            await _receipts.StoreAsync(key, cancellationToken);
            _unstored.Dequeue();
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var began = _services.Time.GetUtcNow();
        var listing = TimeSpan.Zero;
        try
        {
            var prefix = _pattern.Prefix.Length == 0 ? null : _pattern.Prefix;
            var asked = _services.Time.GetTimestamp();
            await foreach (var page in _container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken).AsPages(pageSizeHint: PageSize))
            {
                listing += _services.Time.GetElapsedTime(asked);
                await HandOverAsync(Unhandled(page.Values, seen), cancellationToken);
                asked = _services.Time.GetTimestamp();
            }
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            // Nothing has been dropped yet.
        }

        _sightings.Record(_function.Id, began, seen);
        if (_pattern.Prefix.Length == 0)
            await ForgetStaleAsync(seen, cancellationToken);
        return listing;
    }

    private List<(string Key, BlobVersion Blob)> Unhandled(IReadOnlyList<BlobItem> page, HashSet<string> seen)
    {
        var found = new List<(string, BlobVersion)>();
        var now = _services.Time.GetUtcNow();
        foreach (var item in page)
        {
            if (item.Properties.ETag is not { } eTag)
                continue;
            var version = eTag.ToString().Trim('"');
            var key = BlobReceipts.KeyOf(_pattern.Container, item.Name, version);
            seen.Add(key);
            if (!_receipts.Contains(key) && _pattern.Match(item.Name) is not null)
                found.Add((key, new((item.Properties.BlobType ?? BlobType.Block) + "Blob", _pattern.Container, item.Name, version, now)));
        }

        return found;
    }

    private async Task HandOverAsync(List<(string Key, BlobVersion Blob)> found, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
            return;
        LogFound(_services.Logs.CreateLogger<BlobScanner>(), _function.Name, found.Count);
        await Parallel.ForEachAsync(
            BlobBatches.Of(found, blob => blob.Blob.BlobName), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (batch, _) =>
            {
                // Not broken off by the end of the lock or of the host: a message that may have been sent gets its receipts.
                await _queue.SendAsync(new BlobWork(_function.Id, [.. batch.Select(each => each.Blob)]), TimeSpan.Zero, _services.Drain.Expired);
                foreach (var (key, _) in batch)
                    _receipts.Remember(key);
                foreach (var (key, _) in batch)
                    await StoreReceiptAsync(key);
            });
    }

    private async Task StoreReceiptAsync(string key)
    {
        try
        {
            await _receipts.StoreAsync(key, _services.Drain.Expired);
        }
        catch (Exception)
        {
            // The message is sent, so the blob must not be handed over again: the receipt is stored by a later scan.
            lock (_unstored)
                _unstored.Enqueue(key);
        }
    }

    // Overwritten and deleted blobs leave receipts behind that would be listed at each start for ever.
    private async Task ForgetStaleAsync(HashSet<string> seen, CancellationToken cancellationToken)
    {
        foreach (var key in _receipts.NotAmong(seen, _pattern.Container, StaleReceiptsPerScan))
            await _receipts.DeleteAsync(key, cancellationToken);
    }

    [LoggerMessage(60, LogLevel.Information, "{Function}: {Count} new or changed blobs found")]
    private static partial void LogFound(ILogger log, string function, int count);
}
