using FunctionsPipeline.Branding;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Newsletters;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Cli.Folders;

/// <summary>The domain's services for work on a folder of this machine, without any account.</summary>
internal static class LocalServices
{
    /// <summary>Reads <c>site.yml</c> with the checks of all features, as the app does.</summary>
    public static Lazy<SiteSettingsReader> SettingsReader { get; } =
        new(() =>
        {
            using var services = new ServiceCollection()
                .AddLogging()
                .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
                .AddSingleton<IBlobStore>(new LocalStore(isKept: false))
                .AddSingleton<IMessageQueue, NoQueue>()
                .AddSiteSettings()
                .AddBranding()
                .AddPublishing()
                .AddSite()
                .AddSyndicationAfterRebuild()
                .AddNewsletters()
                .BuildServiceProvider();
            return services.GetRequiredService<SiteSettingsReader>();
        });

    /// <summary>Publishing and the site's rebuild, on a store that lives as long as they do.</summary>
    public static ServiceProvider ForSite(LocalStore store, ISiteSettingsSource settings, IThemeSource themes) =>
        new ServiceCollection()
            .AddLogging(log => log.SetMinimumLevel(LogLevel.None))
            .AddSingleton<IBlobStore>(store)
            .AddSingleton<IMessageQueue, NoQueue>()
            .AddSingleton(settings)
            .AddSingleton(themes)
            .AddSingleton(new SiteRebuildOptions { Settle = TimeSpan.Zero })
            .AddPublishing()
            .AddSite()
            .BuildServiceProvider();
}
