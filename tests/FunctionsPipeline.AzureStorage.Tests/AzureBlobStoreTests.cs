using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.AzureStorage.Tests;

public sealed class AzureBlobStoreTests : BlobStoreContract
{
    protected override async Task<IBlobStore> CreateAsync() =>
        new AzureBlobStore(StorageClients.From(await AzuriteFixture.NewAccountAsync()).Blobs);

    [Fact]
    public async Task The_static_website_container_is_written_like_any_other()
    {
        var store = await CreateAsync();

        Assert.NotNull(
            await store.WriteAsync(
                new BlobPath(Containers.Web, "a/index.html"),
                new byte[] { 1 },
                BlobHeaders.Html,
                WriteCondition.Always,
                default
            )
        );
        Assert.NotNull(await store.StatAsync(new BlobPath(Containers.Web, "a/index.html"), default));
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_said_in_one_sentence_without_its_address()
    {
        // Port 1 on loopback: nothing listens there.
        var connection = (await AzuriteFixture.NewAccountAsync())
            .Split(';')
            .Select(p =>
                p.StartsWith("BlobEndpoint=", StringComparison.Ordinal) ? "BlobEndpoint=http://127.0.0.1:1/test" : p
            );
        var store = new AzureBlobStore(
            new BlobServiceClient(string.Join(';', connection), new BlobClientOptions { Retry = { MaxRetries = 0 } })
        );

        var fault = await Assert.ThrowsAsync<StorageException>(() =>
            store.ReadAsync(new BlobPath(Containers.Articles, "a.md"), default)
        );

        Assert.Equal("Could not read 'articles/a.md' in storage: it did not answer.", fault.Message);
    }

    /// <summary>
    /// After its last try the library throws all that went wrong at once, and not what a single answer would be.
    /// </summary>
    [Fact]
    public async Task A_lease_is_let_go_without_a_word_though_storage_went_away()
    {
        using var wire = new Wire();
        using var client = new HttpClient(wire);
        var options = new BlobClientOptions
        {
            Transport = new HttpClientTransport(client),
            Retry = { MaxRetries = 1, Delay = TimeSpan.Zero },
        };
        var store = new AzureBlobStore(new BlobServiceClient(await AzuriteFixture.NewAccountAsync(), options));
        var lease = await store.TryLeaseAsync(
            new BlobPath(Containers.State, "lock"),
            TimeSpan.FromSeconds(60),
            default
        );
        Assert.NotNull(lease);

        wire.IsCut = true;

        await Assert.ThrowsAsync<StorageException>(() => lease.RenewAsync(default));
        await lease.DisposeAsync();
    }

    private sealed class Wire() : DelegatingHandler(new SocketsHttpHandler())
    {
        public bool IsCut { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => IsCut ? throw new HttpRequestException("The wire is cut.") : base.SendAsync(request, cancellationToken);
    }
}
