using FunctionsPipeline.Settings;
using FunctionsPipeline.Syndication.Bluesky;
using FunctionsPipeline.Syndication.DevTo;
using FunctionsPipeline.Syndication.Http;
using FunctionsPipeline.Syndication.Mastodon;
using FunctionsPipeline.Syndication.StandardWebhooks;
using FunctionsPipeline.Syndication.WebSub;
using FunctionsPipeline.Syndication.WordPress;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Syndication;

public static class SyndicationServices
{
    /// <summary>
    /// Carries articles further. Needs storage, settings, branding, the configuration, and <see cref="IArticleFeeds"/>
    /// (AddSyndicationAfterRebuild, which calls this). Another kind of target is one more line here and a folder.
    /// </summary>
    public static IServiceCollection AddSyndication(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddOptions<SyndicationOptions>()
            .Configure<IServiceProvider>(
                (options, provider) =>
                    options.AllowLoopback = provider.GetService<IHostEnvironment>()?.IsDevelopment() == true
            )
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<SyndicationOptions>>().Value);
        services.TryAddSingleton<TargetHttp>();
        services.TryAddSingleton<TargetSecrets>();
        services.TryAddSingleton<SyndicationTargets>();
        services.TryAddSingleton<ReportedCopies>();
        services.TryAddSingleton<SyndicationRequests>();
        services.TryAddSingleton<TargetOverview>();
        services.TryAddSingleton<ArticleCarrier>();
        services.TryAddEnumerable([
            ServiceDescriptor.Singleton<ISyndicationTarget, WebSubTarget>(),
            ServiceDescriptor.Singleton<ISyndicationTarget, StandardWebhookTarget>(),
            ServiceDescriptor.Singleton<ISyndicationTarget, MastodonTarget>(),
            ServiceDescriptor.Singleton<ISyndicationTarget, BlueskyTarget>(),
            ServiceDescriptor.Singleton<ISyndicationTarget, DevToTarget>(),
            ServiceDescriptor.Singleton<ISyndicationTarget, WordPressTarget>(),
            ServiceDescriptor.Singleton<ISiteSettingsCheck, TargetCheck>(),
        ]);
        return services;
    }
}
