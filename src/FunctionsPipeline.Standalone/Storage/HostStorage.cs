using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace FunctionsPipeline.Standalone.Storage;

/// <summary>
/// The host's own blobs, in the container that the real host uses. The container is created when the first write finds
/// it missing, so that a start costs no call for it.
/// </summary>
internal sealed class HostStorage(StorageAccount account)
{
    private const string Container = "azure-webjobs-hosts";

    private BlobContainerClient Blobs => account.Blobs.GetBlobContainerClient(Container);

    public BlobClient Blob(string name) => Blobs.GetBlobClient(name);

    public async Task<string?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await Blob(name).DownloadContentAsync(cancellationToken)).Value.Content.ToString();
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public Task WriteAsync(string name, BinaryData content, CancellationToken cancellationToken)
        => InContainerAsync(() => Blob(name).UploadAsync(content, overwrite: true, cancellationToken), cancellationToken);

    /// <summary>Creates an empty blob unless it exists.</summary>
    public Task EnsureAsync(string name, CancellationToken cancellationToken) => InContainerAsync(
        async () =>
        {
            try
            {
                await Blob(name).UploadAsync(
                    new BinaryData(""), new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } }, cancellationToken);
            }
            catch (RequestFailedException exists) when (exists.Status is 409 or 412 && exists.ErrorCode != "ContainerBeingDeleted")
            {
                // Another instance was first; that is as good. A lease on it shows as 412.
            }
        },
        cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
        => Blob(name).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    public async Task<List<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        try
        {
            await foreach (var blob in Blobs.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken))
                names.Add(blob.Name);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            // No container yet: nothing in it.
        }

        return names;
    }

    private async Task InContainerAsync(Func<Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write();
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await Blobs.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await write();
        }
    }
}
