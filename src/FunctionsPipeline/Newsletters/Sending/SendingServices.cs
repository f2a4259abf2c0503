using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Freezing;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Newsletters.Sending.Waves;
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
    /// <see cref="IMailEventReader"/>, <see cref="IAudience"/>, <see cref="ISuppression"/>, <see
    /// cref="IRecipientMerge"/> and
    /// <see cref="IIssueNotices"/> from elsewhere.
    /// </summary>
    public static IServiceCollection AddNewsletterSending(this IServiceCollection services)
    {
        services.AddOptions<SendingOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Nonce>();
        services.AddSingleton<SendingLedger>();
        services.AddSingleton<FrozenIssueStore>();
        services.AddSingleton<SendingHalt>();
        services.AddSingleton<ProviderAccount>();
        services.AddSingleton<IMailAccountWatch>(provider => provider.GetRequiredService<ProviderAccount>());
        services.AddSingleton<Agenda>();
        services.TryAddSingleton<CancelSlots>();
        services.TryAddSingleton<ProviderClock>();
        services.TryAddSingleton<CancelProof>();
        services.TryAddSingleton<ClaimTerms>();
        services.TryAddSingleton<RequestClaims>();
        services.TryAddSingleton<WaveRestaging>();
        services.AddSingleton<RequestBook>();
        services.TryAddSingleton<RequestHints>();
        services.AddSingleton<RequestSteps>();
        services.AddSingleton<IssueAlertService>();
        services.AddSingleton<SendingAlertService>();
        services.AddSingleton<WaveBatches>();
        services.AddSingleton<WaveOpening>();
        services.AddSingleton<WaveCancelling>();
        services.AddSingleton<WaveClosing>();
        services.TryAddSingleton<WaveSteps>();
        services.AddSingleton<TailWaves>();
        services.AddSingleton<IssueAccounting>();
        services.AddSingleton<IOutcomeDetails, OutcomeDetailsReader>();
        services.AddSingleton<SuppressionPull>();
        services.AddSingleton<IPlanReadiness, PlanReadiness>();
        services.AddSingleton<IIssueFreezer, IssueFreezer>();
        services.AddSingleton<LosingPlanCleanup>();
        services.AddSingleton<IssueSteps>();
        services.AddSingleton<IssueClosing>();
        services.AddSingleton<IssueAdvancing>();
        services.AddSingleton<IIssueStopping, IssueStopping>();
        services.AddSingleton<ICopyAdoption, CopyAdoption>();
        services.AddSingleton<IStorageRestoring, StorageRestoring>();
        services.AddSingleton<IUncertainReplanning, UncertainReplanning>();
        services.AddSingleton<ISendingReader, SendingReader>();
        services.AddSingleton<RequestRecipients>();
        services.AddSingleton<RequestPosting>();
        services.AddSingleton<RequestResults>();
        services.AddSingleton<IRequestStager, RequestStager>();
        services.AddSingleton<ISendingSweep, SendingSweep>();
        services.AddSingleton<IEventInbox, EventInbox>();
        services.AddSingleton<IEventFold, EventFold>();
        services.AddSingleton<IMailInFlight, IssuesInFlight>();
        services.AddSingleton<IIssuesAhead, IssuesInFlight>();
        return services;
    }
}
