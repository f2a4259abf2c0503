using FunctionsPipeline.Standalone.Blobs;
using FunctionsPipeline.Standalone.Functions;
using FunctionsPipeline.Standalone.Queues;
using FunctionsPipeline.Standalone.Storage;
using FunctionsPipeline.Standalone.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Hosting;

/// <summary>Starts a listener for each function that waits on storage, all at once, and drains them at the end.</summary>
internal sealed partial class ListenerHost(
    FunctionList functions, StorageConnections connections, Lazy<BlobWorkQueue> blobQueue, ListenerServices services,
    IHostApplicationLifetime lifetime, ILogger<ListenerHost> log)
    : IHostedService, IDisposable
{
    /// <summary>How long functions may take to end after they were told to, and listeners to give back what is left.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly List<IListener> _listeners = [];
    private CancellationTokenRegistration _onStopping;
    private Task _listening = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var name in functions.Disabled)
            LogDisabled(log, name);
        LogStarting(log, services.Settings.HostId, functions.Enabled.Count);
        // The moment that the stop begins, before the web server has finished its own.
        _onStopping = lifetime.ApplicationStopping.Register(services.Drain.Start);
        AddListeners();
        _listening = Task.WhenAll(_listeners.Select(listener => Task.Run(listener.RunAsync, CancellationToken.None)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        services.Drain.Start();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(services.Drain.Expired, cancellationToken);
        await Task.WhenAny(_listening, Task.Delay(Timeout.InfiniteTimeSpan, end.Token));
        if (!_listening.IsCompleted)
        {
            LogDrainExpired(log, services.Settings.DrainTimeout.TotalSeconds);
            services.Drain.Expire();
            await Task.WhenAny(_listening, Task.Delay(Grace, services.Time, CancellationToken.None));
        }

        if (_listening.IsFaulted)
            LogListenerFailed(log, _listening.Exception);
    }

    public void Dispose()
    {
        _onStopping.Dispose();
        foreach (var listener in _listeners.OfType<IDisposable>())
            listener.Dispose();
    }

    private void AddListeners()
    {
        var all = functions.Enabled;
        var blobs = all.Where(function => function.Trigger is BlobTriggerDefinition).ToArray();
        if (blobs.Length > 0 || all.Any(function => function.Trigger is TimerTriggerDefinition))
        {
            var storage = new HostStorage(connections.Get(StorageConnections.HostConnection));
            if (blobs.Length > 0)
                AddBlobListeners(blobs, storage);
            _listeners.AddRange(all.Where(function => function.Trigger is TimerTriggerDefinition)
                .Select(function => new TimerListener(function, storage, services)));
        }

        _listeners.AddRange(all.Where(function => function.Trigger is QueueTriggerDefinition)
            .Select(function => new QueueListener(function, connections.Get(((QueueTriggerDefinition)function.Trigger).Connection), services)));
    }

    private void AddBlobListeners(FunctionDefinition[] blobs, HostStorage storage)
    {
        var queue = blobQueue.Value;
        var sightings = new BlobSightings();
        _listeners.Add(new BlobWorker(blobs, connections, queue, sightings, services));
        foreach (var function in blobs)
        {
            var trigger = (BlobTriggerDefinition)function.Trigger;
            if (trigger.Source == BlobTriggerSource.EventGrid)
                LogWaitsForEventGrid(log, function.Name);
            else
                _listeners.Add(new BlobScanner(function, connections.Get(trigger.Connection), storage, queue, sightings, services));
        }
    }

    [LoggerMessage(10, LogLevel.Information, "Host {HostId} starts {Count} functions")]
    private static partial void LogStarting(ILogger log, string hostId, int count);

    [LoggerMessage(11, LogLevel.Information, "{Function} is switched off by a setting")]
    private static partial void LogDisabled(ILogger log, string function);

    [LoggerMessage(12, LogLevel.Warning,
        "{Function} waits for Event Grid: nothing is listed for it. Point an event subscription at /runtime/webhooks/blobs?functionName=Host.Functions.{Function}, or switch it off with AzureWebJobs_{Function}_Disabled=true.")]
    private static partial void LogWaitsForEventGrid(ILogger log, string function);

    [LoggerMessage(13, LogLevel.Warning, "Functions still run after {Seconds} s of drain: they are told to end, and what is unfinished goes back.")]
    private static partial void LogDrainExpired(ILogger log, double seconds);

    [LoggerMessage(14, LogLevel.Error, "A listener ended by a fault of the host.")]
    private static partial void LogListenerFailed(ILogger log, Exception? failure);
}
