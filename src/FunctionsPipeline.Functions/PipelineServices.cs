using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Functions.Desk;
using FunctionsPipeline.Functions.Operations;
using FunctionsPipeline.Functions.Publishing;
using FunctionsPipeline.Functions.Subscribers;
using FunctionsPipeline.SendGrid;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions;

/// <summary>The whole application: the domain, its adapters, and what the functions share.</summary>
public static class PipelineServices
{
    public static IServiceCollection AddPipeline(this IServiceCollection services) =>
        services
            .AddNoRequestLines()
            .AddAzureStorage()
            .AddSendGridMail()
            .AddPipelineDomain()
            .AddDropSource()
            .AddSubscriberHttp()
            .AddDeskHttp()
            .AddOperations();
}
