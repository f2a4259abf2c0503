using Azure.Storage.Blobs;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.SendGrid;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>
/// The product's services in this process: to look into a ledger, and to act on it as the command line does.
/// </summary>
public static class BenchServices
{
    /// <summary>Accepted by any emulator that was not given a key.</summary>
    public const string ApiKey = "SG.bench";

    /// <param name="storage">Connection string.</param>
    /// <param name="mail">The emulator's address.</param>
    /// <param name="clock">Null: the real time.</param>
    /// <param name="configure">Options and services that are changed in code.</param>
    public static ServiceProvider Build(
        string storage,
        Uri mail,
        TimeProvider? clock = null,
        Action<IServiceCollection>? configure = null
    )
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        new Dictionary<string, string?>
                        {
                            [AzureStorageServices.Connection] = storage,
                            ["SendGrid:ApiKey"] = ApiKey,
                            ["SendGrid:BaseUrl"] = mail.AbsoluteUri,
                            ["SiteBaseUrl"] = "http://127.0.0.1:7071/",
                            ["FunctionsBaseUrl"] = "http://127.0.0.1:7071/",
                        }
                    )
                    .Build()
            )
            .AddAzureStorage()
            .AddSendGridMail()
            .AddPipelineDomain()
            // Without our application id, so that looking is not counted as the app's work.
            .AddSingleton<IBlobStore>(new AzureBlobStore(new BlobServiceClient(storage)));
        if (clock is not null)
            services.AddSingleton(clock);
        configure?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
