using Azure.Storage.Blobs;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.AzureStorage;

/// <summary><see cref="IContainerCreation"/> on Azure Blob Storage or Azurite.</summary>
public sealed class AzureContainerCreation(BlobServiceClient service) : IContainerCreation
{
    public async Task EnsureAsync(string container, CancellationToken cancellationToken)
    {
        try
        {
            await service
                .GetBlobContainerClient(container)
                .CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
        catch (Exception e) when (StorageFaults.IsFault(e, cancellationToken))
        {
            throw StorageFaults.Wrap("create", container, e);
        }
    }
}
