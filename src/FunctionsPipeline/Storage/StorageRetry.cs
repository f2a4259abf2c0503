using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace FunctionsPipeline.Storage;

/// <summary>
/// Runs the work of a blob or queue function and repeats it while storage fails, with growing, randomized pauses. Every
/// such function uses it: the Functions host retries a blob function five times within two seconds and a queue function
/// five times within two and a half minutes, and then moves the message to a poison queue.
/// </summary>
/// <remarks>
/// Only <see cref="StorageException"/> is retried. The work must be safe to repeat from its beginning, as it must be for
/// any message that is delivered twice. With the five tries of the host an outage of half an hour is survived.
/// </remarks>
public sealed partial class StorageRetry
{
    /// <summary>No try begins later than this after the first one.</summary>
    public static readonly TimeSpan RetryFor = TimeSpan.FromMinutes(6);

    /// <summary>
    /// The work is cancelled then. The host ends the whole worker process, with everything else that runs in it, at
    /// <c>functionTimeout</c> (host.json, 10 minutes); a call to storage that does not answer can take five of them.
    /// </summary>
    public static readonly TimeSpan EndBy = TimeSpan.FromMinutes(9);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);
    private static readonly ResiliencePropertyKey<long> Started = new("started");

    private readonly TimeProvider _time;
    private readonly ILogger<StorageRetry> _logger;
    private readonly ResiliencePipeline _pipeline;

    public StorageRetry(TimeProvider time, ILogger<StorageRetry> logger)
    {
        (_time, _logger) = (time, logger);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(EndBy)
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = arguments => ValueTask.FromResult(MayRetry(arguments)),
                    MaxRetryAttempts = int.MaxValue,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = ShortestPause,
                    MaxDelay = LongestPause,
                    OnRetry = arguments =>
                    {
                        LogRetry(arguments.AttemptNumber + 1, arguments.RetryDelay.TotalSeconds);
                        return default;
                    },
                }
            )
            .Build();
    }

    /// <summary>Runs the work until it succeeds or the time is up.</summary>
    /// <param name="cancellationToken">The function's own: also ends a pause at once.</param>
    /// <exception cref="StorageException">
    /// Storage still fails after <see cref="RetryFor"/>: the host's own retry follows.
    /// </exception>
    /// <exception cref="TimeoutRejectedException">The work was not done within <see cref="EndBy"/>.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Started, _time.GetTimestamp());
        try
        {
            await _pipeline.ExecuteAsync(
                static async (context, work) => await work(context.CancellationToken),
                context,
                work
            );
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private bool MayRetry(RetryPredicateArguments<object> arguments) =>
        arguments.Outcome.Exception is StorageException
        && arguments.Context.Properties.TryGetValue(Started, out var started)
        && _time.GetElapsedTime(started) < RetryFor;

    /// <summary>
    /// Without the fault's own text, which names the blob: a file's name may be a person's. The last one reaches the
    /// host.
    /// </summary>
    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Try {Attempt} met a storage fault; the next follows in {Seconds:F0} s."
    )]
    private partial void LogRetry(int attempt, double seconds);
}
