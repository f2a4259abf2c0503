using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Sources.Fetching;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Sources;

public static class SourcesServices
{
    /// <summary>
    /// Feeds become articles. Needs storage, settings, publishing, syndication, whose client for other people's servers this uses,
    /// and <see cref="ISourceNotices"/> (AddSourceMails).
    /// </summary>
    public static IServiceCollection AddSources(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SourceRequests>();
        services.TryAddSingleton<SourceOverview>();
        services.TryAddSingleton(s => new SourceReading(
            s.GetRequiredService<IBlobStore>(),
            s.GetRequiredService<ISiteSettingsSource>(),
            s.GetRequiredService<SourceRequests>(),
            new SourceTools(
                new FeedFetch(s.GetRequiredService<TargetHttp>(), s.GetRequiredService<TimeProvider>()),
                s.GetRequiredService<ArticlePublisher>()
            ),
            s.GetRequiredService<ISourceNotices>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<SourceReading>>()
        ));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHousekeepingTask, SourcesDue>());
        return services;
    }
}
