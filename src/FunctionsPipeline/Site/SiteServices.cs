using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Site.Rebuild;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPipeline.Site;

public static class SiteServices
{
    /// <summary>Registers what keeps the site up to date. Needs storage, settings, branding and the clock.</summary>
    public static IServiceCollection AddSite(this IServiceCollection services)
    {
        services.TryAddSingleton(new SiteRebuildOptions());
        services.TryAddSingleton<SiteChanges>();
        services.TryAddSingleton<ChangeGathering>();
        services.TryAddSingleton<RebuildPass>();
        services.TryAddSingleton<SiteRebuild>();
        services.AddHousekeeping();
        services.AddSingleton<IHousekeepingTask>(provider => provider.GetRequiredService<SiteRebuild>());
        return services;
    }
}
