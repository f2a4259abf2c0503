using Azure;
using Azure.Storage.Blobs.Specialized;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.AzureStorage;

/// <summary>A lease on a blob of Azure Blob Storage or Azurite.</summary>
internal sealed class AzureBlobLease(BlobLeaseClient lease, BlobPath path) : IBlobLease
{
    public async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            await lease.RenewAsync(cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
        catch (Exception e) when (StorageFaults.IsFault(e, cancellationToken))
        {
            throw StorageFaults.Wrap("renew", path.ToString(), e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await lease.ReleaseAsync();
        }
        catch (Exception e) when (StorageFaults.IsFault(e, CancellationToken.None))
        {
            // Lost already, or storage is away: the lease ends by itself.
        }
    }
}
