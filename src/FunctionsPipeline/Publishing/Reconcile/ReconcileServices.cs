using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Site.Rebuild;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPipeline.Publishing.Reconcile;

public static class ReconcileServices
{
    /// <summary>
    /// Registers what finds and repairs what was missed. Needs publishing and the site. <see cref="ReconcileOptions"/>
    /// may be configured.
    /// </summary>
    public static IServiceCollection AddReconcile(this IServiceCollection services)
    {
        services.AddHousekeeping();
        services.AddOptions<ReconcileOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<MissingFileWatch>();
        services.AddSingleton<IHousekeepingTask, ReconcilePass>();
        services.AddSingleton<IHousekeepingTask, NewTheme>();
        services.AddSingleton<DueDates>();
        services.AddSingleton<IHousekeepingTask>(s => s.GetRequiredService<DueDates>());
        services.AddSingleton<ISiteFollower>(s => s.GetRequiredService<DueDates>());
        services.AddSingleton<ReviewReminders>();
        services.AddSingleton<IHousekeepingTask>(s => s.GetRequiredService<ReviewReminders>());
        services.AddSingleton<ISiteFollower>(s => s.GetRequiredService<ReviewReminders>());
        return services;
    }
}
