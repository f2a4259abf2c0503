using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.AzureStorage;

/// <summary>Registers storage behind the domain's ports.</summary>
public static class AzureStorageServices
{
    /// <summary>The settings prefix that the host's own triggers use too: one account holds everything.</summary>
    public const string Connection = "AzureWebJobsStorage";

    /// <summary>
    /// Registers <see cref="IBlobStore"/>, <see cref="IContainerCreation"/>, <see cref="IMessageQueue"/>, <see
    /// cref="IQueueLengths"/> and <see cref="IPoisonStore"/> on the account that <see cref="Connection"/> names: a connection string, or
    /// <c>__accountName</c> / <c>__blobServiceUri</c> and <c>__queueServiceUri</c> with
    /// <c>__credential</c> and <c>__clientId</c> for an identity. Nothing is called until first use.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// On first use: no such settings, or no connection string. The message names them.
    /// </exception>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services)
    {
        services.AddSingleton(provider => StorageClients.From(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<IBlobStore>(provider => new AzureBlobStore(
            provider.GetRequiredService<StorageClients>().Blobs
        ));
        services.AddSingleton<IContainerCreation>(provider => new AzureContainerCreation(
            provider.GetRequiredService<StorageClients>().Blobs
        ));
        services.AddSingleton<IMessageQueue>(provider => new AzureMessageQueue(
            provider.GetRequiredService<StorageClients>().Queues
        ));
        services.AddSingleton<IQueueLengths>(provider => new AzureQueueLengths(
            provider.GetRequiredService<StorageClients>().Queues
        ));
        services.AddSingleton<IPoisonStore>(provider => new AzurePoisonStore(
            provider.GetRequiredService<StorageClients>().Queues
        ));
        services.AddSingleton(provider => new StorageIdentity(
            provider.GetRequiredService<StorageClients>().Blobs.AccountName
        ));
        return services;
    }
}

/// <summary>The two clients of the one account.</summary>
public sealed record StorageClients(BlobServiceClient Blobs, QueueServiceClient Queues)
{
    /// <summary>Begins the user agent of every request, so that storage logs tell our requests from the host's.</summary>
    public const string ApplicationId = "FunctionsPipeline";

    /// <summary>From a connection string.</summary>
    /// <exception cref="InvalidOperationException">It is none. The message does not show it: it may hold a key.</exception>
    public static StorageClients From(string connectionString)
    {
        try
        {
            return new(
                new BlobServiceClient(connectionString, BlobOptions()),
                new QueueServiceClient(connectionString, QueueOptions())
            );
        }
        catch (FormatException e)
        {
            throw new InvalidOperationException($"'{AzureStorageServices.Connection}' is not a connection string.", e);
        }
    }

    /// <summary>From app settings; see <see cref="AzureStorageServices.AddAzureStorage"/>.</summary>
    public static StorageClients From(IConfiguration configuration)
    {
        const string name = AzureStorageServices.Connection;
        if (configuration[name] is { Length: > 0 } connectionString)
            return From(connectionString);

        var section = configuration.GetSection(name);
        var account = section["accountName"];
        var blobs = section["blobServiceUri"] ?? (account is null ? null : $"https://{account}.blob.core.windows.net");
        var queues =
            section["queueServiceUri"] ?? (account is null ? null : $"https://{account}.queue.core.windows.net");
        if (
            !Uri.TryCreate(blobs, UriKind.Absolute, out var blobUri)
            || !Uri.TryCreate(queues, UriKind.Absolute, out var queueUri)
        )
        {
            throw new InvalidOperationException(
                $"No storage account is configured. Set '{name}' to a connection string (UseDevelopmentStorage=true for Azurite), "
                    + $"or '{name}__accountName', or '{name}__blobServiceUri' and '{name}__queueServiceUri'."
            );
        }
        var credential = Credential(section);
        return new(
            new BlobServiceClient(blobUri, credential, BlobOptions()),
            new QueueServiceClient(queueUri, credential, QueueOptions())
        );
    }

    private static TokenCredential Credential(IConfigurationSection section)
    {
        if (!string.Equals(section["credential"], "managedidentity", StringComparison.OrdinalIgnoreCase))
            return new DefaultAzureCredential();
        return section["clientId"] is { Length: > 0 } clientId
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
            : new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned);
    }

    private static BlobClientOptions BlobOptions() => Patient(new BlobClientOptions());

    private static QueueClientOptions QueueOptions() =>
        Patient(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    /// <summary>
    /// Reads and conditional writes are safe to repeat; a repeated conditional write whose first answer was lost comes back
    /// as "condition not met", which callers resolve by re-reading.
    /// </summary>
    private static T Patient<T>(T options)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 4;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(5);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(60);
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsLoggingContentEnabled = false;
        options.Diagnostics.ApplicationId = ApplicationId;
        return options;
    }
}
