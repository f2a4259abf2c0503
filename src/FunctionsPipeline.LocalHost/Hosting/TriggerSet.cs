using FunctionsPipeline.LocalHost.Blobs;
using FunctionsPipeline.LocalHost.Functions;
using FunctionsPipeline.LocalHost.Locks;
using FunctionsPipeline.LocalHost.Settings;
using FunctionsPipeline.LocalHost.Storage;
using FunctionsPipeline.LocalHost.Timers;
using FunctionsPipeline.LocalHost.Triggers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Hosting;

/// <summary>
/// All that starts functions but HTTP: the SDK's job host for blobs and queues, watchers of containers, timers.
/// </summary>
internal sealed class TriggerSet : IDisposable
{
    private static readonly TimeSpan DevelopmentInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];
    private readonly TriggerServices _services;

    public TriggerSet(TriggerServices services) => _services = services;

    /// <summary>Null: the app has no function for it.</summary>
    public JobHostLoop? Jobs { get; private set; }

    /// <summary>Starts all of them.</summary>
    /// <returns>Completes when the triggers listen, or storage did not answer the first time.</returns>
    public Task StartAsync(IReadOnlyList<FunctionInfo> functions, string? owner)
    {
        List<FunctionInfo> bySdk =
        [
            .. functions.Where(function => function.Trigger.Is("blobTrigger") || function.Trigger.Is("queueTrigger")),
        ];
        if (bySdk.Count > 0)
        {
            var methods = TriggerMethods.Emit(bySdk);
            var calls = new TriggerCalls(_services.Invoker, bySdk);
            Jobs = new JobHostLoop(
                () =>
                    JobHost.Build(
                        methods,
                        calls,
                        _services.Configuration,
                        _services.Settings,
                        _services.WebHooks,
                        _services.Loggers
                    ),
                _services.Loggers
            );
            _running.Add(Jobs.RunAsync(_stopping.Token));
        }

        foreach (var function in functions)
        {
            if (function.Trigger.Is("timerTrigger"))
                Hold(function, "Listener", owner, Timer(function).RunAsync);
            else if (function.Trigger.Is("blobTrigger"))
                Hold(function, "BlobWatch", owner, Watcher(function));
        }

        return Jobs?.FirstTry ?? Task.CompletedTask;
    }

    /// <summary>Begins nothing new, and waits until what runs has finished.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll([.. _running, DrainJobsAsync(cancellationToken)]);
    }

    public void Dispose()
    {
        Jobs?.Dispose();
        _stopping.Dispose();
    }

    private async Task DrainJobsAsync(CancellationToken cancellationToken)
    {
        if (Jobs is null)
            return;
        // The loop is the first of what runs; it keeps its last job host for this.
        await _running[0];
        await Jobs.DrainAsync(cancellationToken);
    }

    private void Hold(
        FunctionInfo function,
        string what,
        string? owner,
        Func<CancellationToken, CancellationToken, Task> work
    )
    {
        var single = new SingletonLock(
            _services.Storage,
            $"{_services.Settings.HostId}/{function.HostName}.{what}",
            owner,
            _services.Settings.LockDuration,
            _services.Loggers.CreateLogger("Host.Triggers")
        );
        _running.Add(single.RunAsync(work, _stopping.Token));
    }

    private TimerListener Timer(FunctionInfo function)
    {
        var schedule = TimerSchedule.Parse(_services.Names.Resolve(function.Trigger.Text("schedule") ?? ""));
        var hasStatus =
            (function.Trigger.Flag("useMonitor") ?? true)
            && !schedule.RecursWithinAMinute(_services.Time.GetUtcNow().UtcDateTime);
        return new(
            new TimerFunction(function, _services.Invoker, _services.Loggers),
            schedule,
            hasStatus ? new TimerStatusStore(_services.Storage, _services.Settings.HostId, function.HostName) : null,
            function.Trigger.Flag("runOnStartup") ?? false,
            _services.Time,
            _services.Loggers.CreateLogger("Host.Triggers")
        );
    }

    private Func<CancellationToken, CancellationToken, Task> Watcher(FunctionInfo function)
    {
        var pattern = BlobPathPattern.Parse(_services.Names.Resolve(function.Trigger.Text("path") ?? ""));
        var account = _services.Storage.BlobsOf(function.Trigger.Text("connection"));
        var interval =
            _services.Settings.BlobWatchInterval ?? (account.Uri.IsLoopback ? DevelopmentInterval : Interval);
        var watcher = new ContainerWatcher(
            function.HostName,
            pattern,
            account.GetBlobContainerClient(pattern.Container),
            new BlobEvents(_services.WebHooks),
            _services.Storage,
            new(_services.Settings.HostId, interval),
            _services.Loggers.CreateLogger("Host.Triggers")
        );
        return async (over, _) =>
        {
            // Events go through the job host, which may still be starting.
            await Jobs!.FirstTry.WaitAsync(over);
            await watcher.RunAsync(over);
        };
    }
}

/// <summary>What triggers are made of.</summary>
internal sealed record TriggerServices(
    HostSettings Settings,
    IConfiguration Configuration,
    HostStorage Storage,
    FunctionInvoker Invoker,
    WebHooks WebHooks,
    TimeProvider Time,
    ILoggerFactory Loggers
)
{
    public SettingNames Names { get; } = new(Configuration);
}
