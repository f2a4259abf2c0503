using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Pictures;
using FunctionsPipeline.Publishing.Pictures;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.Site.Rebuild;
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
        services.TryAddSingleton<PictureRequests>();
        services.TryAddSingleton<PublishingFollowUps>();
        services.TryAddSingleton<PictureMaker>();
        services.TryAddSingleton<ArticlePictures>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHousekeepingTask, WaitingPictures>());
        services.TryAddSingleton<ArticlePublisher>();
        services.TryAddSingleton<ISourcePublishing>(s => s.GetRequiredService<ArticlePublisher>());
        return services;
    }
}
