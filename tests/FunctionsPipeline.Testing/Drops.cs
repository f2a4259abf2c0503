using System.Text;
using Azure.Storage.Blobs;

namespace FunctionsPipeline.Testing;

/// <summary>Files dropped into storage, as staff do it.</summary>
public static class Drops
{
    /// <param name="storage">Connection string.</param>
    public static async Task PutAsync(string storage, string container, string name, string text)
    {
        var target = new BlobContainerClient(storage, container);
        await target.CreateIfNotExistsAsync();
        await target.GetBlobClient(name).UploadAsync(new BinaryData(Encoding.UTF8.GetBytes(text)), overwrite: true);
    }

    /// <summary>The blob as text; null if there is none.</summary>
    public static async Task<string?> ReadAsync(string storage, string container, string name)
    {
        var blob = new BlobContainerClient(storage, container).GetBlobClient(name);
        return await blob.ExistsAsync() ? (await blob.DownloadContentAsync()).Value.Content.ToString() : null;
    }
}
