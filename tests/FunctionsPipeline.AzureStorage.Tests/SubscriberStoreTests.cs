using FunctionsPipeline.Storage;

namespace FunctionsPipeline.AzureStorage.Tests;

public sealed class SubscriberStoreTests() : AzuriteSubscriberStore(splits: 0);

public sealed class SplitSubscriberStoreTests() : AzuriteSubscriberStore(splits: 1);

public sealed class TwiceSplitSubscriberStoreTests() : AzuriteSubscriberStore(splits: 2);

public abstract class AzuriteSubscriberStore(int splits) : SubscriberStoreContract(splits)
{
    protected override async Task<IBlobStore> CreateEmptyAsync() =>
        new AzureBlobStore(StorageClients.From(await AzuriteFixture.NewAccountAsync()).Blobs);
}
