using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Publishing.Issues;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Syndication.WebSub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPipeline.Publishing;

/// <summary>Registers the way of one article from drop to live.</summary>
public static class PublishingServices
{
    /// <remarks>Needs storage, settings, branding and syndication beside it.</remarks>
    public static IServiceCollection AddPublishing(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SiteChanges>();
        services.TryAddSingleton<LateImages>();
        services.TryAddSingleton<ArticlePublisher>();
        services.TryAddSingleton<ISourcePublishing>(s => s.GetRequiredService<ArticlePublisher>());
        services.TryAddSingleton<IIssueArchive, IssueArchive>();
        services.TryAddSingleton<IArticleFeeds, FeedsOfLists>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISiteFollower, CarryFurther>());
        return services;
    }
}
