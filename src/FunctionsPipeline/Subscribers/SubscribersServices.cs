using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Audience;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Subscribers;

public static class SubscribersServices
{
    /// <summary>
    /// Everything about subscribers. Asks for <see cref="IBlobStore"/>, the settings source, the theme source,
    /// <see cref="Mail.ITransactionalMail"/>, <see cref="IConfiguration"/> and logging, which others register.
    /// </summary>
    public static IServiceCollection AddSubscribers(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => SubscriberKeysAtStart.Read(
            provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<ILogger<SubscriberKeys>>()));
        services.AddSingleton(provider => SubscriberUrlsReader.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<AddressHasher>();
        services.AddSingleton(provider => new ShardStore(
            provider.GetRequiredService<IBlobStore>(), provider.GetRequiredService<SubscriberKeys>(), TimeProvider.System, new Random()));
        services.AddSingleton<EvidenceStore>();
        services.AddSingleton<Wordings>();
        services.AddSingleton<LinkSigner>();
        services.AddSingleton<SubscriberLinks>();
        services.AddSingleton<ISubscriberLinks>(provider => provider.GetRequiredService<SubscriberLinks>());
        services.AddSingleton<IAudience, ShardAudience>();
        services.AddSingleton<ISuppression, SuppressionRecorder>();
        services.AddSingleton<IHostedService, KeyCheckAtStart>();
        return services;
    }
}
