using System.Diagnostics;
using FunctionsPipeline.LocalHost.Functions;
using FunctionsPipeline.LocalHost.Hosting;
using FunctionsPipeline.LocalHost.Settings;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Worker;

/// <summary>
/// Keeps one worker process running: starts it, starts another when it ends, gives up when several in a row do not come
/// up. Those who need the worker wait for <see cref="ReadyAsync"/>.
/// </summary>
internal sealed partial class WorkerSupervisor(WorkerStart start, HostSettings settings, ILoggerFactory loggers)
    : IAsyncDisposable
{
    private const int MostFailedStarts = 5;

    // A process whose stream is closed is of no use; it may take this long to end by itself.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(1);

    private readonly ILogger _log = loggers.CreateLogger("Host.Worker");
    private readonly WorkerLogs _logs = new(loggers);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private WorkerChannel? _expected;
    private TaskCompletionSource<ReadyWorker> _ready = New();
    private Task _supervision = Task.CompletedTask;
    private Uri? _rpc;

    /// <summary>Faults when workers do not come up any more.</summary>
    public Task GaveUp => _gaveUp.Task;

    public int? ProcessId { get; private set; }

    public int Restarts { get; private set; }

    /// <summary>The channel that a worker of this id may attach to; null for any other, and the second time.</summary>
    public WorkerChannel? Attach(string workerId)
    {
        lock (_gate)
            return _expected is { } channel && channel.WorkerId == workerId && channel.TryAttach() ? channel : null;
    }

    /// <summary>The worker, as soon as there is one that loaded all functions.</summary>
    public Task<ReadyWorker> ReadyAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _ready.Task.WaitAsync(cancellationToken);
    }

    public int Running
    {
        get
        {
            lock (_gate)
                return _ready.Task.IsCompletedSuccessfully ? _ready.Task.Result.Channel.Invocations.Count : 0;
        }
    }

    /// <summary>Starts the first worker and keeps one running from then on.</summary>
    /// <param name="rpc">Where this host serves gRPC.</param>
    /// <exception cref="LocalHostException">It did not come up; the message has the reason.</exception>
    public async Task<IReadOnlyList<FunctionInfo>> StartAsync(Uri rpc, CancellationToken cancellationToken)
    {
        _rpc = rpc;
        var worker = await StartOneAsync(cancellationToken);
        _supervision = SuperviseAsync(worker);
        return worker.Functions;
    }

    /// <summary>Cancels what runs, asks the worker to end, and kills it if it does not.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        await _stopping.CancelAsync();
        ReadyWorker? worker;
        lock (_gate)
            worker = _ready.Task.IsCompletedSuccessfully ? _ready.Task.Result : null;
        if (worker is not null)
            await EndAsync(worker, grace);
        await _supervision;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _stopping.Dispose();
    }

    private async Task EndAsync(ReadyWorker worker, TimeSpan grace)
    {
        worker.Channel.IsStopping = true;
        worker.Channel.CancelAll();
        worker.Channel.Send(new() { WorkerTerminate = new() { GracePeriod = Duration.FromTimeSpan(grace) } });
        await worker
            .Process.Ended.WaitAsync(grace, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!worker.Process.Ended.IsCompleted && grace > TimeSpan.Zero)
            LogKilled(_log, worker.Process.Id, grace.TotalSeconds);
        worker.Process.Kill();
    }

    private async Task SuperviseAsync(ReadyWorker worker)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            await WaitForEndAsync(worker);
            if (_stopping.IsCancellationRequested)
                return;
            LogEnded(_log, worker.Process.Id, worker.Process.ExitCode);
            worker.Process.Dispose();
            if (Stopwatch.GetElapsedTime(began) > Steady)
                backoff.Reset();
            if (await RestartAsync(backoff) is not { } next)
                return;
            worker = next;
        }
    }

    private async Task WaitForEndAsync(ReadyWorker worker)
    {
        await Task.WhenAny(worker.Process.Ended, worker.Channel.Closed);
        lock (_gate)
            _ready = New();
        worker.Channel.Close();
        await worker
            .Process.Ended.WaitAsync(EndPatience, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_stopping.IsCancellationRequested)
            worker.Process.Kill();
        await worker.Process.Ended;
        ProcessId = null;
    }

    private async Task<ReadyWorker?> RestartAsync(Backoff backoff)
    {
        for (var failures = 0; ; )
        {
            try
            {
                if (backoff.HasBegun)
                    await Task.Delay(backoff.Next(), _stopping.Token);
                else
                    backoff.Next();
                var worker = await StartOneAsync(_stopping.Token);
                Restarts++;
                return worker;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return null;
            }
            catch (LocalHostException failure) when (++failures < MostFailedStarts)
            {
                LogNotStarted(_log, failure.Message);
            }
            catch (LocalHostException failure)
            {
                lock (_gate)
                    _ready.TrySetException(failure);
                _gaveUp.TrySetException(failure);
                return null;
            }
        }
    }

    private async Task<ReadyWorker> StartOneAsync(CancellationToken cancellationToken)
    {
        var channel = new WorkerChannel(Guid.NewGuid().ToString(), _logs);
        lock (_gate)
            _expected = channel;
        var process = WorkerProcess.Start(start.For(channel.WorkerId, _rpc!), _logs.Console);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var handshake = ComeUpAsync(channel, over.Token);
        try
        {
            await Task.WhenAny(handshake, process.Ended).WaitAsync(settings.WorkerStartTimeout, cancellationToken);
            if (!handshake.IsCompleted)
                throw await ExplainEndAsync(process, channel);
            var functions = await handshake;
            var worker = new ReadyWorker(process, channel, functions);
            ProcessId = process.Id;
            lock (_gate)
                _ready.TrySetResult(worker);
            LogReady(_log, process.Id, functions.Count);
            return worker;
        }
        catch (Exception failure)
        {
            await over.CancelAsync();
            var explained = failure is WorkerGoneException ? await ExplainEndAsync(process, channel) : failure;
            process.Kill();
            channel.Close();
            await process.Ended;
            process.Dispose();
            if (explained is TimeoutException)
                explained = new LocalHostException(TooLate(channel), failure);
            throw explained;
        }
    }

    private async Task<IReadOnlyList<FunctionInfo>> ComeUpAsync(WorkerChannel channel, CancellationToken over)
    {
        var functions = await channel.Handshake.RunAsync(channel, settings.AppFolder);
        if (
            channel.HttpAddress is { } address
            && functions.Any(function => function.TriggerOrNull?.Is("httpTrigger") == true)
        )
            await WorkerHttp.WaitAsync(new Uri(address), over);
        return functions;
    }

    private static async Task<LocalHostException> ExplainEndAsync(WorkerProcess process, WorkerChannel channel)
    {
        // A stream that breaks is most often the first sign of a process that ends.
        await process
            .Ended.WaitAsync(EndPatience, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.Ended.IsCompleted)
            return new LocalHostException("The worker closed its connection before it had loaded its functions.");
        var when = channel.HasConnected ? "while it loaded its functions" : "before it connected to the host";
        var errors = process.Errors;
        return new LocalHostException(
            $"The worker ended with exit code {process.ExitCode} {when}. "
                + (
                    errors.Length == 0
                        ? "It wrote nothing to its error stream: start the app's dll by itself to see why."
                        : "It wrote:\n" + errors
                )
        );
    }

    private string TooLate(WorkerChannel channel) =>
        channel.HasConnected
            ? $"The worker connected, but had not loaded its functions after {settings.WorkerStartTimeout.TotalSeconds:0.#} s. Look for what waits at the start of the app."
            : $"The worker did not connect within {settings.WorkerStartTimeout.TotalSeconds:0.#} s. Its Program.cs must build and run a Functions worker (FunctionsApplication.CreateBuilder).";

    private static TaskCompletionSource<ReadyWorker> New()
    {
        var source = new TaskCompletionSource<ReadyWorker>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = source.Task.ContinueWith(
            static failed => failed.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default
        );
        return source;
    }

    [LoggerMessage(10, LogLevel.Information, "Worker {ProcessId} is ready with {Count} functions.")]
    private static partial void LogReady(ILogger log, int processId, int count);

    [LoggerMessage(
        11,
        LogLevel.Warning,
        "Worker {ProcessId} ended with exit code {ExitCode}. Another one is started; what it ran is retried by its trigger's rules."
    )]
    private static partial void LogEnded(ILogger log, int processId, int exitCode);

    [LoggerMessage(12, LogLevel.Error, "Another worker did not come up; it is tried again. {Reason}")]
    private static partial void LogNotStarted(ILogger log, string reason);

    [LoggerMessage(13, LogLevel.Warning, "Worker {ProcessId} did not end within {Seconds} s and was killed.")]
    private static partial void LogKilled(ILogger log, int processId, double seconds);
}

/// <summary>A worker that loaded all its functions.</summary>
internal sealed record ReadyWorker(WorkerProcess Process, WorkerChannel Channel, IReadOnlyList<FunctionInfo> Functions);
