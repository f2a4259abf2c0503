using FunctionsPipeline.Publishing.Reconcile;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Publishing;

/// <summary>What the settings say about how drops are announced, for those who look for missed ones.</summary>
internal static class DropSource
{
    /// <summary>Leaves drops to their trigger for less long where Event Grid does not announce them.</summary>
    public static IServiceCollection AddDropSource(this IServiceCollection services)
    {
        services
            .AddOptions<ReconcileOptions>()
            .Configure<IConfiguration>(
                (options, configuration) =>
                {
                    if (IsOff(configuration, AppSettings.RenderArticleEventGridDisabled))
                        options.Grace = ReconcileOptions.GraceWithScan;
                }
            );
        return services;
    }

    /// <summary>
    /// True if the setting switches the function off. A host takes '_' for '.', which not every shell can set.
    /// </summary>
    public static bool IsOff(IConfiguration configuration, string name) =>
        Values(configuration, name).Any(value => Read(value) == true);

    /// <summary>True if the setting is there and says neither yes nor no.</summary>
    public static bool IsUnclear(IConfiguration configuration, string name) =>
        Values(configuration, name).Any(value => !string.IsNullOrWhiteSpace(value) && Read(value) is null);

    private static IEnumerable<string?> Values(IConfiguration configuration, string name) =>
        [configuration[name], configuration[name.Replace('.', '_')]];

    /// <summary>The host takes 1 for true as well.</summary>
    private static bool? Read(string? value) =>
        value switch
        {
            "1" => true,
            "0" => false,
            _ => bool.TryParse(value, out var off) ? off : null,
        };
}
