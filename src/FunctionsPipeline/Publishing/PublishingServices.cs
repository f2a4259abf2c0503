using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Publishing.Issues;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.WebSub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPipeline.Publishing;

/// <summary>Registers the way of one article from drop to live.</summary>
public static class PublishingServices
{
    /// <remarks>Needs storage, settings and branding beside it.</remarks>
    public static IServiceCollection AddPublishing(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SiteChanges>();
        services.TryAddSingleton<MissingFileWatch>();
        services.TryAddSingleton<ArticlePublisher>();
        services.TryAddSingleton<ISourcePublishing>(s => s.GetRequiredService<ArticlePublisher>());
        services.TryAddSingleton<IIssueArchive, IssueArchive>();
        return services;
    }

    /// <summary>Lets the targets of <c>site.yml</c> hear of every article that the site tells of. A site that is built on a desk goes without.</summary>
    public static IServiceCollection AddCarryingFurther(this IServiceCollection services)
    {
        services.AddSyndication();
        services.TryAddSingleton<IArticleFeeds, FeedsOfLists>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISiteFollower, CarryFurther>());
        return services;
    }
}
