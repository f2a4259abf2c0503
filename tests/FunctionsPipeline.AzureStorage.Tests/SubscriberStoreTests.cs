using FunctionsPipeline.Storage;

namespace FunctionsPipeline.AzureStorage.Tests;

public sealed class SubscriberStoreTests : SubscriberStoreContract
{
    protected override async Task<IBlobStore> CreateAsync() =>
        new AzureBlobStore(StorageClients.From(await AzuriteFixture.NewAccountAsync()).Blobs);
}
