using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPipeline.Newsletters.Welcome;

public static class WelcomeServices
{
    internal const string Strings = "welcome";

    /// <summary>Welcome series. Needs newsletters, their sending and subscribers.</summary>
    public static IServiceCollection AddWelcomeSeries(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WelcomeLedger>();
        services.TryAddSingleton<WelcomeCounts>();
        services.TryAddSingleton<WelcomeFiles>();
        services.TryAddSingleton<WelcomeRecords>();
        services.TryAddSingleton<WelcomePosting>();
        services.TryAddSingleton<WelcomeLook>();
        services.TryAddSingleton<WelcomeUpkeep>();
        services.TryAddSingleton<IWelcomeSeries, WelcomeSeries>();
        services.TryAddSingleton<IWelcomeReader, WelcomeReader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConsentFollower, WelcomeArrivals>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMessageOutcomes, WelcomeOutcomes>());
        return services;
    }
}
