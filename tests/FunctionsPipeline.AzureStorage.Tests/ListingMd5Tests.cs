using System.Text;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.AzureStorage.Tests;

/// <summary>Comparing a folder with a container needs no reading where storage has a hash.</summary>
public class ListingMd5Tests
{
    [Fact]
    public async Task A_listing_has_the_hash_of_content_that_came_in_one_request()
    {
        var store = new AzureBlobStore(StorageClients.From(await AzuriteFixture.NewAccountAsync()).Blobs);
        var content = Encoding.UTF8.GetBytes("An article.");
        await store.WriteAsync(
            new BlobPath(Containers.Articles, "walk.md"),
            new MemoryStream(content),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );

        var entry = Assert.Single(await store.ListAsync(Containers.Articles, "", default).ToListAsync());

        Assert.Equal("AcNLSj3uIesgiDlg9roQqA==", entry.Md5);
    }
}
