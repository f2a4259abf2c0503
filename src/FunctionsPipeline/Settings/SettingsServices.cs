using FunctionsPipeline.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Settings;

/// <summary>Registers the settings in force.</summary>
public static class SettingsServices
{
    /// <summary>App setting: the site's public address, where <c>site.yml</c> says nothing.</summary>
    public const string SiteBaseUrl = "SiteBaseUrl";

    /// <summary>App setting: the address below which <c>api/…</c> answers. The one place that says so.</summary>
    public const string FunctionsBaseUrl = "FunctionsBaseUrl";

    public static IServiceCollection AddSiteSettings(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SiteSettingsReader>();
        services.TryAddSingleton(provider => new StoredSiteSettings(
            provider.GetRequiredService<IBlobStore>(),
            provider.GetRequiredService<SiteSettingsReader>(),
            Defaults(provider.GetRequiredService<IConfiguration>()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<StoredSiteSettings>>()
        ));
        services.TryAddSingleton<ISiteSettingsSource>(provider => provider.GetRequiredService<StoredSiteSettings>());
        return services;
    }

    /// <summary>
    /// Where the functions answer, absolute, ending in '/'. The setting may end in the route prefix or not.
    /// </summary>
    /// <exception cref="InvalidOperationException">The setting is not a web address.</exception>
    public static Uri FunctionsUrl(IConfiguration configuration)
    {
        var url = Address(configuration, FunctionsBaseUrl) ?? new SiteSettings().FunctionsUrl;
        return url.AbsolutePath.EndsWith("/api/", StringComparison.OrdinalIgnoreCase) ? new Uri(url, "..") : url;
    }

    private static SiteSettings Defaults(IConfiguration configuration)
    {
        var defaults = new SiteSettings();
        return defaults with
        {
            Url = Address(configuration, SiteBaseUrl) ?? defaults.Url,
            FunctionsUrl = FunctionsUrl(configuration),
        };
    }

    private static Uri? Address(IConfiguration configuration, string name)
    {
        if (configuration[name] is not { Length: > 0 } text)
            return null;
        return
            Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var uri)
            && (uri.Scheme is "http" or "https")
            ? uri
            : throw new InvalidOperationException(
                $"The app setting '{name}' is not a web address. Write it in full, e.g. https://www.example.org/."
            );
    }
}
