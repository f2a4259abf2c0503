using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace FunctionsPipeline.Storage;

/// <summary>
/// Creates the containers that people drop files into, so that a fresh account shows them where to: <c>articles</c> and
/// <c>settings</c>. In Azure <c>infra/</c> has created them.
/// </summary>
/// <remarks>Runs in the background: the app starts, and answers, whether or not storage does.</remarks>
public sealed partial class ContainersForPeople(
    IContainerCreation containers,
    TimeProvider time,
    ILogger<ContainersForPeople> logger
) : BackgroundService
{
    private static readonly string[] Names = [Containers.Articles, Containers.Settings];

    /// <summary>
    /// Some ten minutes. What still fails then, such as a right that is missing, is tried again at the next start.
    /// </summary>
    private const int Tries = 15;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<StorageException>(),
                    MaxRetryAttempts = Tries - 1,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromSeconds(1),
                    MaxDelay = TimeSpan.FromMinutes(1),
                }
            )
            .Build();
        foreach (var name in Names)
        {
            try
            {
                await pipeline.ExecuteAsync(async token => await containers.EnsureAsync(name, token), stoppingToken);
            }
            catch (StorageException fault)
            {
                LogMissing(name, fault);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The container '{Container}' could not be created. If it is missing, create it: people drop files into it."
    )]
    private partial void LogMissing(string container, Exception fault);
}
