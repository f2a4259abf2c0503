using Azure.Storage.Blobs;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.AzureStorage.Tests;

public sealed class AzureContainerCreationTests
{
    [Fact]
    public async Task A_container_is_created_once_and_is_not_public()
    {
        var service = StorageClients.From(await AzuriteFixture.NewAccountAsync()).Blobs;
        var containers = new AzureContainerCreation(service);

        await containers.EnsureAsync(Containers.Articles, default);
        await containers.EnsureAsync(Containers.Articles, default);

        var properties = (await service.GetBlobContainerClient(Containers.Articles).GetPropertiesAsync()).Value;
        Assert.Null(
            properties.PublicAccess is Azure.Storage.Blobs.Models.PublicAccessType.None ? null : properties.PublicAccess
        );
    }

    [Fact]
    public async Task Storage_that_is_away_is_a_storage_fault()
    {
        var connection = (await AzuriteFixture.NewAccountAsync())
            .Split(';')
            .Select(p =>
                p.StartsWith("BlobEndpoint=", StringComparison.Ordinal) ? "BlobEndpoint=http://127.0.0.1:1/test" : p
            );
        var containers = new AzureContainerCreation(
            new BlobServiceClient(string.Join(';', connection), new BlobClientOptions { Retry = { MaxRetries = 0 } })
        );

        await Assert.ThrowsAsync<StorageException>(() => containers.EnsureAsync(Containers.Articles, default));
    }
}
