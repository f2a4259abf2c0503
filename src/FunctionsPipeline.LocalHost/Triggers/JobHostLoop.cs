using FunctionsPipeline.LocalHost.Storage;
using Microsoft.Azure.WebJobs.Host.Indexers;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Triggers;

/// <summary>Keeps a job host running: the SDK's gives up when storage is away for longer than its retries last.</summary>
internal sealed class JobHostLoop(Func<JobHost> build, ILoggerFactory loggers)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly StorageFaults _faults = new("Blob and queue triggers", loggers.CreateLogger("Host.Triggers"));
    private readonly TaskCompletionSource _firstTry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JobHost? _current;

    /// <summary>Completes when the triggers listen, or did not at the first try.</summary>
    public Task FirstTry => _firstTry.Task;

    public JobHost? Current => Volatile.Read(ref _current);

    /// <summary>Runs until stopped. The last job host stays, for <see cref="DrainAsync"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var jobs = build();
            try
            {
                await jobs.StartAsync(stop);
                Volatile.Write(ref _current, jobs);
                _faults.Over();
                _firstTry.TrySetResult();
                var fault = await jobs.Fault.WaitAsync(stop);
                Volatile.Write(ref _current, null);
                using var patience = new CancellationTokenSource(StopPatience);
                await jobs.StopAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                jobs.Dispose();
                await _faults.WaitAsync(fault, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                if (Current is null)
                    jobs.Dispose();
                return;
            }
            catch (FunctionIndexingException wrong)
                when (!_firstTry.Task.IsCompleted && !StorageFaults.IsOfStorage(wrong))
            {
                jobs.Dispose();
                _firstTry.TrySetException(
                    new LocalHostException($"{wrong.Message} {wrong.InnerException?.Message}", wrong)
                );
                return;
            }
            catch (Exception fault)
            {
                jobs.Dispose();
                _firstTry.TrySetResult();
                await _faults.WaitAsync(fault, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>After <see cref="RunAsync"/> ended: takes nothing new and waits until all that runs has finished.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        if (Current is { } jobs)
            await jobs.DrainAsync(cancellationToken);
    }

    public void Dispose() => Current?.Dispose();
}
