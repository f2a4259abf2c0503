using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Operations;

internal static class OperationServices
{
    /// <summary>What keeps the app running and says how it is. Needs storage, sending and housekeeping.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services) =>
        services
            .AddSingleton<StorageRetry>()
            .AddSingleton<EarlierState>()
            .AddHostedService(provider => provider.GetRequiredService<EarlierState>())
            .AddHostedService<ContainersForPeople>();
}
