using System.Diagnostics;
using FunctionsPipeline.LocalHost.Functions;
using FunctionsPipeline.LocalHost.Hosting;
using FunctionsPipeline.LocalHost.Http;
using FunctionsPipeline.LocalHost.Settings;
using FunctionsPipeline.LocalHost.Storage;
using FunctionsPipeline.LocalHost.Triggers;
using FunctionsPipeline.LocalHost.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost;

/// <summary>
/// A host for an app of the Azure Functions isolated worker: starts the worker's process, serves its HTTP functions, and
/// runs its blob, queue and timer functions against the storage accounts that its settings name.
/// </summary>
public sealed partial class LocalFunctionHost : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly TriggerSet _triggers;
    private readonly HostSettings _settings;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Task? _stopping;

    private LocalFunctionHost(WebApplication web, HostSettings settings)
    {
        (_web, _settings) = (web, settings);
        _log = web.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Host");
        _triggers = new TriggerSet(
            new(
                settings,
                Get<AppSettings>().Configuration,
                Get<HostStorage>(),
                Get<FunctionInvoker>(),
                Get<WebHooks>(),
                Get<TimeProvider>(),
                Get<ILoggerFactory>()
            )
        );
    }

    /// <summary>Where HTTP is served, with the port that was taken.</summary>
    public Uri Address { get; private set; } = LocalHostOptions.DefaultAddress;

    /// <summary>Null while there is none: between the death of one and the start of the next.</summary>
    public int? WorkerProcessId => State.WorkerProcessId;

    /// <summary>The names of the functions that are not disabled.</summary>
    public IReadOnlyList<string> Functions => State.Functions;

    /// <summary>
    /// Completes when the host has stopped; faults with a <see cref="LocalHostException"/> when it could not go on.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>All addresses, the worker's door among them.</summary>
    internal IReadOnlyList<Uri> BoundAddresses { get; private set; } = [];

    private HostState State => Get<HostState>();

    /// <summary>
    /// Returns when the worker is ready and its triggers listen; with storage that does not answer, when that is known:
    /// HTTP functions then work, and the others start as soon as it answers.
    /// </summary>
    /// <exception cref="LocalHostException">
    /// It cannot start; the message says what is wrong, where, and how to fix it.
    /// </exception>
    public static async Task<LocalFunctionHost> StartAsync(
        LocalHostOptions options,
        CancellationToken cancellationToken
    )
    {
        options = options with { AppFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.AppFolder)) };
        if (options.Address.Scheme != Uri.UriSchemeHttp)
            throw new LocalHostException(
                $"The host cannot serve {options.Address}: it speaks http only. Name an address such as {LocalHostOptions.DefaultAddress}."
            );
        var folder = WorkerFolder.Read(options.AppFolder);
        var app = AppSettings.Read(options);
        var problems = new Problems();
        var settings = HostSettings.Read(app, options, problems);
        problems.ThrowIfAny();

        var host = new LocalFunctionHost(WebServer.Build(options, app, settings, folder), settings);
        try
        {
            await host.StartAsync(options, problems, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Runs a timer function once and waits for its end, as <c>POST /admin/functions/NAME</c> does without waiting.
    /// </summary>
    /// <exception cref="FunctionFailedException">It failed.</exception>
    /// <exception cref="LocalHostException">There is no such function, or it needs an input.</exception>
    public Task RunAsync(string function, CancellationToken cancellationToken) =>
        RunAsync(function, null, cancellationToken);

    /// <summary>Runs a function once, without its trigger, and waits for its end.</summary>
    /// <param name="input">
    /// A queue message's body; a blob's path that begins with its container; nothing for a timer.
    /// </param>
    /// <exception cref="FunctionFailedException">It failed.</exception>
    /// <exception cref="LocalHostException">There is no such function, or it needs an input.</exception>
    public Task RunAsync(string function, string? input, CancellationToken cancellationToken) =>
        Get<ManualRuns>().RunAsync(function, input, cancellationToken);

    /// <summary>
    /// Begins nothing new, lets what runs finish for as long as the drain timeout allows (ten seconds), then ends the
    /// worker. What did not finish is run again by the rules of its trigger.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait for what runs, not the stop itself.</param>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _stopping ??= Task.Run(() => StopOnceAsync(cancellationToken), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        // A caller that wants a drain has stopped it before.
        await StopAsync(new CancellationToken(canceled: true));
        _triggers.Dispose();
        await _web.DisposeAsync();
    }

    private async Task StartAsync(LocalHostOptions options, Problems problems, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var (rpc, people) = await WebServer.StartAsync(_web, options.Address, cancellationToken);
        (Address, BoundAddresses) = (people, [rpc, people]);
        var worker = Get<WorkerSupervisor>();
        var functions = await worker.StartAsync(rpc, cancellationToken);
        var enabled = new FunctionCheck(
            Get<AppSettings>().Configuration,
            Get<HostStorage>(),
            Get<FunctionKeys>(),
            _settings.RoutePrefix,
            problems
        ).Run(functions);
        problems.ThrowIfAny();

        (State.Enabled, State.Functions) = (enabled, [.. enabled.Select(function => function.Name)]);
        Get<EventGridWebHook>().Set(enabled);
        Get<FunctionRoutes>().Set(enabled, _settings.RoutePrefix, Get<SettingNames>());
        // A host at a fixed address is known again when it comes back after a crash.
        var listening = _triggers.StartAsync(enabled, options.Address.Port == 0 ? null : people.AbsoluteUri);
        Get<ManualRuns>().Jobs = _triggers.Jobs;
        await listening.WaitAsync(cancellationToken);
        State.IsRunning = true;
        _ = worker.GaveUp.ContinueWith(
            StopByItself,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default
        );
        LogStarted(_log, enabled.Count, people, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private void StopByItself(Task failure)
    {
        _completion.TrySetException(failure.Exception!.InnerExceptions);
        _ = StopAsync(CancellationToken.None);
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        State.IsDraining = true;
        var began = Stopwatch.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_settings.DrainTimeout);
        var triggers = _triggers.DrainAsync(CancellationToken.None);
        var finished = Task.WhenAll(triggers, NothingRunsAsync(patience.Token));
        await finished.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Functions that still run get their tokens cancelled; then their process ends, and with it their runs.
        await Get<WorkerSupervisor>()
            .StopAsync(cancellationToken.IsCancellationRequested ? TimeSpan.Zero : WorkerGrace);
        await triggers
            .WaitAsync(WorkerGrace, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _web.StopAsync(new CancellationToken(canceled: true))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        LogStopped(_log, Stopwatch.GetElapsedTime(began).TotalSeconds);
        _completion.TrySetResult();
    }

    private async Task NothingRunsAsync(CancellationToken patience)
    {
        while (Get<FunctionRequests>().Running + Get<WorkerSupervisor>().Running > 0)
            await Task.Delay(20, patience);
    }

    private T Get<T>()
        where T : notnull => _web.Services.GetRequiredService<T>();

    private static readonly TimeSpan WorkerGrace = TimeSpan.FromSeconds(5);

    [LoggerMessage(1, LogLevel.Information, "{Count} functions run at {Address}, {Seconds:0.0} s after the start.")]
    private static partial void LogStarted(ILogger log, int count, Uri address, double seconds);

    [LoggerMessage(2, LogLevel.Information, "The host stopped, {Seconds:0.0} s after it was asked to.")]
    private static partial void LogStopped(ILogger log, double seconds);
}
