using System.Collections.Concurrent;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Standalone.Storage;

/// <summary>
/// Finds a storage account by the name of its connection, in the forms that the real host takes: a connection string, or
/// an identity with the account's name or its service addresses.
/// </summary>
internal sealed class StorageConnections(IConfiguration settings)
{
    public const string HostConnection = "AzureWebJobsStorage";

    private readonly ConcurrentDictionary<string, StorageAccount> _accounts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why this connection cannot be used, or null.</summary>
    public string? Check(string name)
    {
        try
        {
            Get(name);
            return null;
        }
        catch (HostStartException wrong)
        {
            return wrong.Message;
        }
    }

    public StorageAccount Get(string name) => _accounts.GetOrAdd(name, Open);

    private StorageAccount Open(string name)
    {
        // The real host looks for "AzureWebJobs" + name first.
        foreach (var key in new[] { "AzureWebJobs" + name, name, "ConnectionStrings:AzureWebJobs" + name, "ConnectionStrings:" + name })
        {
            var section = settings.GetSection(key);
            if (!string.IsNullOrWhiteSpace(section.Value))
                return FromString(name, section.Value);
            if (section.GetChildren().Any())
                return FromIdentity(name, section);
        }

        throw new HostStartException(
            $"Connection '{name}' is not set. Set {name} to a connection string (UseDevelopmentStorage=true for Azurite), or " +
            $"{name}__accountName, or {name}__blobServiceUri and {name}__queueServiceUri, for an identity.");
    }

    private static StorageAccount FromString(string name, string connectionString)
    {
        if (!IsConnectionString(connectionString))
            throw new HostStartException($"Connection '{name}' is set but is not a storage connection string.");
        return StorageAccount.FromConnectionString(connectionString);
    }

    // The parser's own words may repeat a part of the secret: they go nowhere.
    private static bool IsConnectionString(string text)
    {
        try
        {
            _ = new BlobServiceClient(text);
            return true;
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static StorageAccount FromIdentity(string name, IConfigurationSection section)
    {
        var account = section["accountName"];
        var blobs = section["blobServiceUri"] ?? section["serviceUri"] ?? (account is null ? null : $"https://{account}.blob.core.windows.net");
        var queues = section["queueServiceUri"] ?? (account is null ? null : $"https://{account}.queue.core.windows.net");
        if (!Uri.TryCreate(blobs, UriKind.Absolute, out var blobUri) || !Uri.TryCreate(queues, UriKind.Absolute, out var queueUri))
        {
            throw new HostStartException(
                $"Connection '{name}' needs {name}__accountName, or both {name}__blobServiceUri and {name}__queueServiceUri as absolute addresses.");
        }

        return StorageAccount.FromIdentity(blobUri, queueUri, Credential(name, section));
    }

    private static TokenCredential Credential(string name, IConfigurationSection section)
    {
        var clientId = section["clientId"];
        var secret = section["clientSecret"];
        var tenant = section["tenantId"];
        return section["credential"]?.ToUpperInvariant() switch
        {
            "MANAGEDIDENTITY" => new ManagedIdentityCredential(
                clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId)),
            null or "" when clientId is not null && secret is not null && tenant is not null => new ClientSecretCredential(tenant, clientId, secret),
            null or "" => new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId }),
            _ => throw new HostStartException($"Connection '{name}': {name}__credential may only be 'managedidentity'; leave it out for the default chain."),
        };
    }
}
