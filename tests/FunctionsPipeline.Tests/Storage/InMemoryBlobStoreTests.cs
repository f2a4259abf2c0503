using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Storage;

public sealed class InMemoryBlobStoreTests : BlobStoreContract
{
    protected override Task<IBlobStore> CreateAsync() => Task.FromResult<IBlobStore>(new InMemoryBlobStore());
}
