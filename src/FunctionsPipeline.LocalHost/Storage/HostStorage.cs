using Azure;
using Azure.Storage.Blobs;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Storage;

#pragma warning disable CS0618 // Obsolete as "not ready for public consumption"; timers of the real host lock by it.

/// <summary>
/// The storage accounts that the settings name, and the host's own container and locks in the first of them, all by the
/// WebJobs SDK. They outlive its job host, which is built again after faults.
/// </summary>
internal sealed class HostStorage : IDisposable
{
    public const string HostConnection = "AzureWebJobsStorage";

    private readonly IConfiguration _settings;
    private readonly ServiceProvider _services;
    private readonly IAzureBlobStorageProvider _provider;

    public HostStorage(IConfiguration settings, ILoggerFactory loggers)
    {
        _settings = settings;
        var services = new ServiceCollection();
        services.AddSingleton(settings).AddSingleton(loggers).AddLogging().AddOptions();
        new CoreServices(services).AddAzureStorageCoreServices();
        _services = services.BuildServiceProvider();
        _provider = _services.GetRequiredService<IAzureBlobStorageProvider>();
    }

    public IDistributedLockManager Locks => _services.GetRequiredService<IDistributedLockManager>();

    /// <summary>The container azure-webjobs-hosts, which may not exist yet.</summary>
    public BlobContainerClient HostContainer =>
        _provider.TryCreateHostingBlobContainerClient(out var container)
            ? container
            : throw new LocalHostException($"Connection '{HostConnection}' is not set.");

    /// <param name="connection">Null for the host's.</param>
    public BlobServiceClient BlobsOf(string? connection) =>
        _provider.TryCreateBlobServiceClientFromConnection(connection ?? HostConnection, out var client)
            ? client
            : throw new LocalHostException($"Connection '{connection}' is not set.");

    /// <summary>Why the connection cannot be used, or null. Never repeats its value, which is a secret.</summary>
    public string? Problem(string connection)
    {
        var section = new[] { "AzureWebJobs" + connection, connection, "ConnectionStrings:" + connection }
            .Select(_settings.GetSection)
            .FirstOrDefault(each => each.Exists());
        if (section is null || (section.Value is { Length: 0 } && !section.GetChildren().Any()))
        {
            return $"Connection '{connection}' is not set. Set {connection} to a connection string (UseDevelopmentStorage=true for Azurite), "
                + $"or {connection}__accountName for an identity.";
        }

        try
        {
            BlobsOf(connection);
            return null;
        }
        catch (Exception malformed)
            when (malformed
                    is LocalHostException
                        or FormatException
                        or ArgumentException
                        or InvalidOperationException
                        or UriFormatException
            )
        {
            return $"Connection '{connection}' is set, but is not a storage connection string.";
        }
    }

    /// <summary>Reads a blob of the host's container.</summary>
    /// <returns>Null: there is none.</returns>
    public async Task<(BinaryData Content, ETag Version)?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await HostContainer.GetBlobClient(name).DownloadContentAsync(cancellationToken);
            return (blob.Value.Content, blob.Value.Details.ETag);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Writes a blob of the host's container, which is created if it is missing.</summary>
    /// <param name="conditions">Null: any version is replaced.</param>
    public async Task<ETag> WriteAsync(
        string name,
        BinaryData content,
        Azure.Storage.Blobs.Models.BlobRequestConditions? conditions,
        CancellationToken cancellationToken
    )
    {
        var container = HostContainer;
        var blob = container.GetBlobClient(name);
        var options = new Azure.Storage.Blobs.Models.BlobUploadOptions { Conditions = conditions };
        try
        {
            return (await blob.UploadAsync(content, options, cancellationToken)).Value.ETag;
        }
        catch (RequestFailedException missing)
            when (missing.ErrorCode == Azure.Storage.Blobs.Models.BlobErrorCode.ContainerNotFound)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return (await blob.UploadAsync(content, options, cancellationToken)).Value.ETag;
        }
    }

    public void Dispose() => _services.Dispose();

    private sealed record CoreServices(IServiceCollection Services) : IWebJobsBuilder;
}
