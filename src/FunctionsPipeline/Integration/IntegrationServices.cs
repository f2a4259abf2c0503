using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Sources;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.WebSub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPipeline.Integration;

/// <summary>
/// Connects features that do not know each other: each asks for an interface of its own, which is implemented here.
/// </summary>
public static class IntegrationServices
{
    /// <summary>
    /// Sent issues are listed on the site, pages that the site misses are made again, and the state of earlier versions can be
    /// moved. Needs publishing and the
    /// site.
    /// </summary>
    public static IServiceCollection AddIntegration(this IServiceCollection services)
    {
        services.TryAddSingleton<IIssueArchive, IssueArchive>();
        services.TryAddSingleton<IMissingPages, MissingPageRepair>();
        services.TryAddSingleton<StateMove>();
        services.TryAddSingleton<IDropAnswers, DropAnswers>();
        services.TryAddSingleton<PoisonMessages>();
        services.TryAddSingleton<HealthCheck>();
        services.TryAddSingleton<PipelineStatus>();
        return services;
    }

    /// <summary>
    /// The targets of <c>site.yml</c> get every article once the site shows it. A site that is built on a laptop goes
    /// without.
    /// </summary>
    public static IServiceCollection AddSyndicationAfterRebuild(this IServiceCollection services)
    {
        services.AddSyndication();
        services.TryAddSingleton<IArticleFeeds, FeedsOfLists>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISiteFollower, SyndicationAfterRebuild>());
        return services;
    }

    /// <summary>Staff are mailed about sources. Needs newsletters, whose mails to staff these join.</summary>
    public static IServiceCollection AddSourceMails(this IServiceCollection services)
    {
        services.TryAddSingleton<ISourceNotices, SourceMails>();
        return services;
    }

    /// <summary>Staff are mailed when articles are due for a review. Needs newsletters, whose mails to staff these join.</summary>
    public static IServiceCollection AddReviewMails(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReviewNotices, ReviewMails>());
        return services;
    }
}
