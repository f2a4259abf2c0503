using FunctionsPipeline.Newsletters.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsPipeline.Functions;

/// <summary>What is different on a laptop.</summary>
internal static class DevelopmentDefaults
{
    /// <summary>The longest that the ledger accepts.</summary>
    private static readonly TimeSpan StalenessLimit = TimeSpan.FromDays(366);

    /// <summary>
    /// A laptop sleeps over the weekend, and its storage is no old copy for that: rule S8 stops sending much later.
    /// </summary>
    public static IServiceCollection AddDevelopmentDefaults(
        this IServiceCollection services,
        IHostEnvironment environment
    ) =>
        environment.IsDevelopment()
            ? services.Configure<SendingOptions>(sending => sending.StalenessLimit = StalenessLimit)
            : services;
}
