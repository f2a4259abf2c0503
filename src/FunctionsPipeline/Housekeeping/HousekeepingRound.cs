using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Housekeeping;

/// <summary>
/// Runs every task that features have registered, in the order of their names. One that fails does not keep the others.
/// </summary>
public sealed partial class HousekeepingRound(IEnumerable<IHousekeepingTask> tasks, ILogger<HousekeepingRound> logger)
{
    /// <exception cref="AggregateException">Tasks failed; the others were run.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        foreach (var task in tasks.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            try
            {
                await task.RunAsync(cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogFailed(task.Name, e);
                failures.Add(e);
            }
        }
        if (failures.Count > 0)
            throw new AggregateException("Housekeeping is not finished; the next run goes on.", failures);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Housekeeping task {Task} failed.")]
    private partial void LogFailed(string task, Exception exception);
}

public static class HousekeepingServices
{
    /// <summary>
    /// The round and its watch over poison queues. Other tasks are registered by the features that own them, as
    /// <see cref="IHousekeepingTask"/>. Needs <see cref="IQueueLengths"/> from storage.
    /// </summary>
    public static IServiceCollection AddHousekeeping(this IServiceCollection services)
    {
        services.TryAddSingleton<HousekeepingRound>();
        services.TryAddSingleton<PoisonQueues>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHousekeepingTask, PoisonWatch>());
        return services;
    }
}
