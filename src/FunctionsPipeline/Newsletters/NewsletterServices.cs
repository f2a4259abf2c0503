using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Scheduling;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPipeline.Newsletters;

public static class NewsletterServices
{
    /// <summary>
    /// Which newsletters are due, what is in them and how staff are notified. Needs <see cref="ISendingReader"/>
    /// (AddNewsletterSending), subscribers, settings, branding, storage, <see cref="Mail.ITransactionalMail"/> and <see
    /// cref="IIssueArchive"/> from elsewhere.
    /// </summary>
    public static IServiceCollection AddNewsletters(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ISiteSettingsCheck, ScheduleCheck>();
        services.AddSingleton<ISiteSettingsCheck, MailCheck>();
        services.AddSingleton<IArticleTexts, DigestTexts>();
        services.AddSingleton<IssueComposer>();
        services.AddSingleton<EditorsNotes>();
        services.AddSingleton<CompositionNotes>();
        services.AddSingleton<BrowserPages>();
        services.AddSingleton<IRecipientMerge, RecipientMerge>();
        services.AddSingleton<ProgressStore>();
        services.AddSingleton<NewArticles>();
        services.AddSingleton<ManualSelection>();
        services.AddSingleton<FrequencyLimit>();
        services.AddSingleton<RestoredCopyGuard>();
        services.AddSingleton<IssueAudience>();
        services.AddSingleton<IssueDrafting>();
        services.AddSingleton<Reservations>();
        services.AddSingleton<IssuePlanner>();
        services.AddSingleton<PostalAddressCheck>();
        services.AddSingleton<ScheduledIssues>();
        services.AddSingleton<InstantIssues>();
        services.AddSingleton<IssueListing>();
        services.AddSingleton<NewsletterAdvancing>();
        services.AddSingleton<IManualPlanning, ManualPlanning>();
        services.AddSingleton<INewsletterPlanning, DueNewsletters>();
        services.AddSingleton<IUpcomingIssues, UpcomingIssues>();
        services.AddSingleton<IIssueWishes, IssueWishesStore>();
        services.AddSingleton<IUpcomingAudience, UpcomingAudience>();
        services.AddSingleton<DraftComposing>();
        services.AddSingleton<IIssuePreviews, IssuePreviews>();
        services.AddSingleton<StaffLinks>();
        services.AddSingleton<StaffMails>();
        services.AddSingleton<StaffOutbox>();
        services.AddSingleton<IIssueNotices, IssueNotices>();
        services.AddSingleton<IIssuePages, IssuePages>();
        return services;
    }
}
