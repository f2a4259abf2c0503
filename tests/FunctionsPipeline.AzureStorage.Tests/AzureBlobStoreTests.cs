using FunctionsPipeline.Storage;

namespace FunctionsPipeline.AzureStorage.Tests;

public sealed class AzureBlobStoreTests : BlobStoreContract
{
    protected override async Task<IBlobStore> CreateAsync()
        => new AzureBlobStore(StorageClients.From(await AzuriteFixture.NewAccountAsync()).Blobs);

    [Fact]
    public async Task The_static_website_container_is_written_like_any_other()
    {
        var store = await CreateAsync();

        Assert.NotNull(await store.WriteAsync(
            new BlobPath(Containers.Web, "a/index.html"), new byte[] { 1 }, BlobHeaders.Html, WriteCondition.Always, default));
        Assert.NotNull(await store.StatAsync(new BlobPath(Containers.Web, "a/index.html"), default));
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_said_in_one_sentence_without_its_address()
    {
        // Port 1 on loopback: nothing listens there.
        var connection = (await AzuriteFixture.NewAccountAsync()).Split(';')
            .Select(p => p.StartsWith("BlobEndpoint=", StringComparison.Ordinal) ? "BlobEndpoint=http://127.0.0.1:1/test" : p);
        var store = new AzureBlobStore(new Azure.Storage.Blobs.BlobServiceClient(
            string.Join(';', connection), new Azure.Storage.Blobs.BlobClientOptions { Retry = { MaxRetries = 0 } }));

        var fault = await Assert.ThrowsAsync<StorageException>(() => store.ReadAsync(new BlobPath(Containers.Articles, "a.md"), default));

        Assert.Equal("Could not read 'articles/a.md' in storage: it did not answer.", fault.Message);
    }
}
