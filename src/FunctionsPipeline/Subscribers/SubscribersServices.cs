using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Audience;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Export;
using FunctionsPipeline.Subscribers.Housekeeping;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Leaving;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Pages;
using FunctionsPipeline.Subscribers.Preferences;
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
    /// <see cref="Mail.ITransactionalMail"/>, <see cref="IConfiguration"/> and logging, which others register; the pages
    /// also for <see cref="IMailInFlight"/> (AddNewsletterSending).
    /// </summary>
    public static IServiceCollection AddSubscribers(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
            SubscriberKeysAtStart.Read(
                provider.GetRequiredService<IConfiguration>(),
                provider.GetRequiredService<ILogger<SubscriberKeys>>()
            )
        );
        services.AddSingleton(provider => new SubscriberUrls(
            SettingsServices.FunctionsUrl(provider.GetRequiredService<IConfiguration>())
        ));
        services.AddSingleton<AddressHasher>();
        services.AddSingleton(provider => new ShardStore(
            provider.GetRequiredService<IBlobStore>(),
            provider.GetRequiredService<SubscriberKeys>(),
            TimeProvider.System,
            new Random()
        ));
        services.AddOptions<ShardOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ShardSplitter>();
        services.AddSingleton<EvidenceStore>();
        services.AddSingleton<Wordings>();
        services.AddSingleton<LinkSigner>();
        services.AddSingleton<SubscriberLinks>();
        services.AddSingleton<ISubscriberLinks>(provider => provider.GetRequiredService<SubscriberLinks>());
        services.AddSingleton<IAudience, ShardAudience>();
        services.AddSingleton<ISuppression, SuppressionRecorder>();
        services.AddSingleton<ImportEvidence>();
        services.AddSingleton<EvidenceFiles>();
        services.AddSingleton<EvidencePage>();
        services.AddSingleton<PageWriter>();
        services.AddSingleton<SubscriberMailWriter>();
        services.AddSingleton<FormToken>();
        services.AddSingleton<RequestLimits>();
        services.AddSingleton<ConfirmationMail>();
        services.AddSingleton<PendingRequests>();
        services.AddSingleton<JoinRequests>();
        services.AddSingleton<Confirmations>();
        services.AddSingleton<SubscribePage>();
        services.AddSingleton<ConfirmPage>();
        services.AddSingleton<Departures>();
        services.AddSingleton<UnsubscribePage>();
        services.AddSingleton<PreferenceChanges>();
        services.AddSingleton<PreferencesPage>();
        services.AddSingleton<AccessGrants>();
        services.AddSingleton<AccessLinks>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<MyDataPage>();
        services.AddSingleton<Imports>();
        services.AddSingleton<ImportWriter>();
        services.AddSingleton<ImportRunner>();
        services.AddSingleton<SubscriberExport>();
        services.AddSingleton<ShardTidying>();
        services.AddSingleton<OrphanedEvidence>();
        services.AddSingleton<ShardKeeping>();
        services.AddSingleton<SubscriberHousekeeping>();
        services.AddSingleton<SubscriberCounts>();
        services.AddSingleton<KeyCheckAtStart>();
        // Before all others, above all before the worker offers its functions to the host.
        services.Insert(
            0,
            ServiceDescriptor.Singleton<IHostedService>(provider => provider.GetRequiredService<KeyCheckAtStart>())
        );
        return services;
    }
}
