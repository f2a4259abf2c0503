using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsPipeline.Standalone.Functions;
using FunctionsPipeline.Standalone.Hosting;
using FunctionsPipeline.Standalone.Queues;
using FunctionsPipeline.Standalone.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Blobs;

/// <summary>
/// Takes found blobs from the internal queue and runs their functions, so many at a time over all of them. A blob that
/// fails goes on alone, under its own count of tries, so that it never holds up the others of its message.
/// </summary>
internal sealed partial class BlobWorker : MessagePump
{
    private const string PoisonQueue = "webjobs-blobtrigger-poison";

    private readonly Dictionary<string, FunctionDefinition> _functions;
    private readonly StorageConnections _connections;
    private readonly BlobWorkQueue _queue;
    private readonly BlobSightings _sightings;
    private readonly BlobSettings _settings;
    private readonly SemaphoreSlim _slots;
    private int _inFlight;
    private int _blobsPerMessage = 1;

    public BlobWorker(IEnumerable<FunctionDefinition> functions, StorageConnections connections, BlobWorkQueue queue, BlobSightings sightings, ListenerServices services)
        : base("Blob trigger", queue.Queue, services.Settings.Blobs.Invisibility, services.Settings.Queues.MaxPollingInterval, services)
    {
        _functions = functions.ToDictionary(function => function.Id, StringComparer.OrdinalIgnoreCase);
        (_connections, _queue, _sightings, _settings) = (connections, queue, sightings, services.Settings.Blobs);
        _slots = new SemaphoreSlim(_settings.MaxDegreeOfParallelism);
        queue.Sent = Wake;
    }

    // A little more than runs at once, so that no slot waits for the next receiving; no more, so that others get some.
    protected override int Wanted
    {
        get
        {
            var room = _settings.MaxDegreeOfParallelism * 3 / 2 - Volatile.Read(ref _inFlight);
            return room <= 0 ? 0 : Math.Max(1, room / Volatile.Read(ref _blobsPerMessage));
        }
    }

    protected override async Task HandleAsync(HeldMessage message)
    {
        var work = BlobWork.FromJson(message.Message.Body);
        if (work is null || !_functions.TryGetValue(work.FunctionId, out var function))
        {
            LogUnknown(Log, message.Message.MessageId, work?.FunctionId ?? "?");
            await message.DeleteAsync(CancellationToken.None);
            return;
        }

        if (message.DequeueCount > 1 && work.Blobs.Count > 1)
        {
            // An instance died over it. Alone, the others come through whichever blob it was.
            foreach (var blob in work.Blobs)
                await _queue.SendAsync(new BlobWork(work.FunctionId, [blob], work.Tries + 1), TimeSpan.Zero, CancellationToken.None);
            await message.DeleteAsync(CancellationToken.None);
            return;
        }

        Volatile.Write(ref _blobsPerMessage, Math.Max(1, work.Blobs.Count));
        Interlocked.Add(ref _inFlight, work.Blobs.Count);
        var tries = work.Tries + (int)message.DequeueCount;
        var outcomes = await Task.WhenAll(work.Blobs.Select(blob => HandleBlobAsync(function, blob, tries)));
        await SettleAsync(message, work, function, tries, outcomes);
    }

    private async Task SettleAsync(HeldMessage message, BlobWork work, FunctionDefinition function, int tries, Outcome[] outcomes)
    {
        var unfinished = work.Blobs.Where((_, at) => outcomes[at] == Outcome.Unfinished).ToArray();
        var failed = work.Blobs.Where((_, at) => outcomes[at] == Outcome.Failed).ToArray();
        var visibleAfter = Services.Settings.Queues.VisibilityTimeout;
        if (failed.Length == 1 && work.Blobs.Count == 1 && tries < _settings.PoisonBlobThreshold)
        {
            await message.GiveBackAsync(visibleAfter, null, CancellationToken.None);
            return;
        }

        foreach (var blob in failed)
        {
            if (tries >= _settings.PoisonBlobThreshold)
                await PoisonAsync(function, blob);
            else
                await _queue.SendAsync(new BlobWork(work.FunctionId, [blob], tries), visibleAfter, CancellationToken.None);
        }

        // A message of its own for what a stop left over: giving the old one back would count as a try.
        if (unfinished.Length > 0)
            await _queue.SendAsync(work with { Blobs = unfinished }, TimeSpan.Zero, CancellationToken.None);
        await message.DeleteAsync(CancellationToken.None);
    }

    private async Task<Outcome> HandleBlobAsync(FunctionDefinition function, BlobVersion blob, int tries)
    {
        try
        {
            await _slots.WaitAsync(Services.Drain.Started);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Decrement(ref _inFlight);
            return Outcome.Unfinished;
        }

        try
        {
            // Counted by the queue without a word from us: it takes the process down, so it does not run again.
            if (tries > _settings.PoisonBlobThreshold)
                return Outcome.Failed;
            return await RunAsync(function, blob, checkFirst: tries > 1);
        }
        catch (Exception fault)
        {
            LogStorage(Log, function.Name, StorageFaults.Reason(fault));
            return Services.Drain.Expired.IsCancellationRequested ? Outcome.Unfinished : Outcome.Failed;
        }
        finally
        {
            _slots.Release();
            Interlocked.Decrement(ref _inFlight);
            Wake();
        }
    }

    private async Task<Outcome> RunAsync(FunctionDefinition function, BlobVersion blob, bool checkFirst)
    {
        var trigger = (BlobTriggerDefinition)function.Trigger;
        var container = _connections.Get(trigger.Connection).Blobs.GetBlobContainerClient(blob.ContainerName);
        var client = container.GetBlobClient(blob.BlobName);
        if (trigger.Pattern.Container != blob.ContainerName || trigger.Pattern.Match(blob.BlobName) is not { } tokens)
            return Outcome.Dropped;

        var version = new ETag(blob.ETag);
        await using var content = trigger.OpensContent ? await OpenAsync(client, version) : null;
        if (trigger.OpensContent ? content is null : (checkFirst || IsOld(function, blob)) && !await IsCurrentAsync(client, version))
        {
            // Gone, or changed since: the new version fires by itself.
            LogDropped(Log, function.Name);
            return Outcome.Dropped;
        }

        var done = await Services.Invoker.TryInvokeAsync(function, new BlobInput(client, tokens, content), CancellationToken.None);
        return done ? Outcome.Done : Services.Drain.Expired.IsCancellationRequested ? Outcome.Unfinished : Outcome.Failed;
    }

    private bool IsOld(FunctionDefinition function, BlobVersion blob)
        => Services.Time.GetUtcNow() - _sightings.LastSeen(function.Id, blob) > _settings.CheckAfter;

    private async Task<bool> IsCurrentAsync(BlobClient client, ETag version)
    {
        try
        {
            var properties = await client.GetPropertiesAsync(cancellationToken: Services.Drain.Expired);
            return Same(properties.Value.ETag, version);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return false;
        }
    }

    private async Task<Stream?> OpenAsync(BlobClient client, ETag version)
    {
        try
        {
            var options = new BlobDownloadOptions { Conditions = new() { IfMatch = version } };
            return (await client.DownloadStreamingAsync(options, Services.Drain.Expired)).Value.Content;
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 412)
        {
            return null;
        }
    }

    private async Task PoisonAsync(FunctionDefinition function, BlobVersion blob)
    {
        LogPoison(Log, function.Name, blob.ContainerName, PoisonQueue);
        var poison = _connections.Get(((BlobTriggerDefinition)function.Trigger).Connection).Base64Queue(PoisonQueue);
        await poison.SendCreatingAsync(BlobWork.ToPoisonJson(function.Id, blob), CancellationToken.None);
    }

    private static bool Same(ETag one, ETag other) => one.ToString().Trim('"') == other.ToString().Trim('"');

    private enum Outcome
    {
        Done,
        Dropped,
        Failed,

        /// <summary>The host stopped before or while it ran.</summary>
        Unfinished,
    }

    [LoggerMessage(61, LogLevel.Warning, "Message {MessageId} of the blob trigger is for {FunctionId}, which this app does not have: dropped.")]
    private static partial void LogUnknown(ILogger log, string messageId, string functionId);

    [LoggerMessage(62, LogLevel.Information, "{Function}: a blob was gone or changed before its turn: dropped.")]
    private static partial void LogDropped(ILogger log, string function);

    [LoggerMessage(63, LogLevel.Error, "{Function} could not handle a blob of {Container}: the message in {PoisonQueue} names it.")]
    private static partial void LogPoison(ILogger log, string function, string container, string poisonQueue);

    [LoggerMessage(64, LogLevel.Warning, "{Function}: {Reason}.")]
    private static partial void LogStorage(ILogger log, string function, string reason);
}
