using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Functions.Operations;
using FunctionsPipeline.Functions.Subscribers;
using FunctionsPipeline.Newsletters;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.SendGrid;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions;

/// <summary>The whole application, feature by feature. Each registers itself, beside its own code.</summary>
public static class PipelineServices
{
    public static IServiceCollection AddPipeline(this IServiceCollection services) => services
        .AddNoRequestLines()
        .AddAzureStorage()
        .AddSendGridMail()
        .AddSiteSettings()
        .AddBranding()
        .AddPublishing()
        .AddCarryingFurther()
        .AddSite()
        .AddReconcile()
        .AddSubscribers()
        .AddSubscriberHttp()
        .AddNewsletterSending()
        .AddNewsletters();
}
