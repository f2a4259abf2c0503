using FunctionsPipeline.Mail;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Leaving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPipeline.Newsletters.Sending;

public static class SendingServices
{
    /// <summary>
    /// The sending ledger. Needs <see cref="IBlobStore"/>, <see cref="StorageIdentity"/>,
    /// <see cref="IMessageQueue"/>, <see cref="IBulkMail"/>,
    /// <see cref="IMailEventReader"/>, <see cref="IAudience"/>, <see cref="ISuppression"/>, <see cref="IRecipientMerge"/> and
    /// <see cref="IIssueNotices"/> from elsewhere.
    /// </summary>
    public static IServiceCollection AddNewsletterSending(this IServiceCollection services)
    {
        services.AddOptions<SendingOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ProtocolRules.InForce);
        services.TryAddSingleton<Nonce>();
        services.AddSingleton<Ledger>();
        services.AddSingleton<Frozen>();
        services.AddSingleton<Fence>();
        services.AddSingleton<MailAccount>();
        services.AddSingleton<IMailAccountWatch>(provider => provider.GetRequiredService<MailAccount>());
        services.AddSingleton<Agenda>();
        services.AddSingleton<Slots>();
        services.AddSingleton<ProviderClock>();
        services.AddSingleton<RequestBook>();
        services.AddSingleton<RequestHints>();
        services.AddSingleton<RequestSteps>();
        services.AddSingleton<Troubles>();
        services.AddSingleton<WaveOpening>();
        services.AddSingleton<WaveCancelling>();
        services.AddSingleton<WaveSteps>();
        services.AddSingleton<TailWaves>();
        services.AddSingleton<Accounting>();
        services.AddSingleton<SuppressionPull>();
        services.AddSingleton<Planner>();
        services.AddSingleton<LosingPlans>();
        services.AddSingleton<IssueSteps>();
        services.AddSingleton<Stopping>();
        services.AddSingleton<PersonDecisions>();
        services.AddSingleton<ISending, SendingDesk>();
        services.AddSingleton<Stager>();
        services.AddSingleton<Sweep>();
        services.AddSingleton<EventFold>();
        services.AddSingleton<IMailUnderway, Underway>();
        services.AddSingleton<ISendingWork, SendingWork>();
        return services;
    }
}
