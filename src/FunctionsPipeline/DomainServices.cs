using FunctionsPipeline.Branding;
using FunctionsPipeline.Desk;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Newsletters;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Welcome;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site;
using FunctionsPipeline.Sources;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline;

/// <summary>The domain, feature by feature. Each registers itself, beside its own code.</summary>
public static class DomainServices
{
    /// <summary>Registers every feature. Storage and mail, the domain's ports, are registered by their adapters.</summary>
    public static IServiceCollection AddPipelineDomain(this IServiceCollection services) =>
        services
            .AddSiteSettings()
            .AddBranding()
            .AddPublishing()
            .AddSyndicationAfterRebuild()
            .AddSite()
            .AddReconcile()
            .AddIntegration()
            .AddSubscribers()
            .AddNewsletterSending()
            .AddNewsletters()
            .AddWelcomeSeries()
            .AddReviewMails()
            .AddSources()
            .AddSourceMails()
            .AddDesk();
}
