using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.LocalDev.Site;
using FunctionsPipeline.Standalone;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Hosts;

/// <summary>What Azure serves by other means, and what only developers look at.</summary>
internal sealed class LocalEndpoints(StorageClients storage, IServiceProvider services) : IStandaloneEndpoints
{
    public void Configure(WebApplication app)
    {
        new LocalPages(storage.Blobs).Map(app, services.GetService<EmulatedSendGrid>()?.Address);
        new LocalSite(storage.Blobs).Map(app);
    }
}
