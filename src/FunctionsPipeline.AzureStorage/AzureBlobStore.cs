using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.AzureStorage;

/// <summary><see cref="IBlobStore"/> on Azure Blob Storage or Azurite.</summary>
public sealed class AzureBlobStore(BlobServiceClient service) : IBlobStore
{
    /// <summary>Streams larger than one block go up in blocks of this many bytes, two at a time.</summary>
    private const int BlockBytes = 4 * 1024 * 1024;

    public Task<Blob?> ReadAsync(BlobPath path, CancellationToken cancellationToken) =>
        Guard<Blob?>(
            "read",
            path,
            async () =>
            {
                // Into one array of its size: the library's own way to whole content copies it through growing buffers.
                using var answer = (
                    await Client(path).DownloadStreamingAsync(cancellationToken: cancellationToken)
                ).Value;
                var details = answer.Details;
                var content = GC.AllocateUninitializedArray<byte>(checked((int)details.ContentLength));
                await answer.Content.ReadExactlyAsync(content, cancellationToken);
                return new Blob(
                    content,
                    Text(details.ETag),
                    details.LastModified,
                    Headers(details.ContentType, details.CacheControl)
                );
            },
            cancellationToken
        );

    public Task<BlobReadStream?> OpenReadAsync(BlobPath path, CancellationToken cancellationToken) =>
        Guard<BlobReadStream?>(
            "open",
            path,
            async () =>
            {
                var answer = await Client(path).DownloadStreamingAsync(cancellationToken: cancellationToken);
                var details = answer.Value.Details;
                return new BlobReadStream(
                    answer.Value.Content,
                    Text(details.ETag),
                    details.ContentLength,
                    details.LastModified,
                    Headers(details.ContentType, details.CacheControl)
                );
            },
            cancellationToken
        );

    public Task<BlobEntry?> StatAsync(BlobPath path, CancellationToken cancellationToken) =>
        Guard<BlobEntry?>(
            "stat",
            path,
            async () =>
            {
                var properties = (await Client(path).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
                return new BlobEntry(
                    path.Name,
                    Text(properties.ETag),
                    properties.ContentLength,
                    properties.LastModified,
                    properties.ContentType
                );
            },
            cancellationToken
        );

    public Task<string?> WriteAsync(
        BlobPath path,
        ReadOnlyMemory<byte> content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            path,
            headers,
            condition,
            (client, options) => client.UploadAsync(new BinaryData(content), options, cancellationToken),
            cancellationToken
        );

    public Task<string?> WriteAsync(
        BlobPath path,
        Stream content,
        BlobHeaders headers,
        WriteCondition condition,
        CancellationToken cancellationToken
    )
    {
        // A stream that cannot be read again cannot be sent again after the container had to be created first.
        var first = true;
        return WriteAsync(
            path,
            headers,
            condition,
            async (client, options) =>
            {
                if (!first && !content.CanSeek)
                    throw new StorageException(
                        $"'{path.Container}' did not exist when '{path}' was written from a stream."
                    );
                if (!first)
                    content.Position = 0;
                first = false;
                return await client.UploadAsync(content, options, cancellationToken);
            },
            cancellationToken
        );
    }

    public async Task<bool> DeleteAsync(BlobPath path, string? ifMatch, CancellationToken cancellationToken)
    {
        try
        {
            var conditions = ifMatch is null ? null : new BlobRequestConditions { IfMatch = new ETag(ifMatch) };
            var answer = await Client(path)
                .DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, conditions, cancellationToken);
            return answer.Value;
        }
        catch (RequestFailedException e) when (e.Status is 412)
        {
            return false;
        }
        catch (Exception e) when (StorageFaults.IsFault(e, cancellationToken))
        {
            throw StorageFaults.Wrap("delete", path.ToString(), e);
        }
    }

    public async IAsyncEnumerable<BlobEntry> ListAsync(
        string container,
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var pages = service
            .GetBlobContainerClient(container)
            .GetBlobsAsync(new GetBlobsOptions { Prefix = prefix.Length == 0 ? null : prefix }, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using (pages)
        {
            while (true)
            {
                try
                {
                    if (!await pages.MoveNextAsync())
                        yield break;
                }
                catch (RequestFailedException e) when (e.Status is 404)
                {
                    yield break;
                }
                catch (Exception e) when (StorageFaults.IsFault(e, cancellationToken))
                {
                    throw StorageFaults.Wrap("list", container, e);
                }
                var item = pages.Current;
                yield return new BlobEntry(
                    item.Name,
                    Text(item.Properties.ETag ?? default),
                    item.Properties.ContentLength ?? 0,
                    item.Properties.LastModified ?? default,
                    item.Properties.ContentType
                )
                {
                    Md5 = item.Properties.ContentHash is { Length: > 0 } hash ? Convert.ToBase64String(hash) : null,
                };
            }
        }
    }

    public async Task<IBlobLease?> TryLeaseAsync(BlobPath path, TimeSpan duration, CancellationToken cancellationToken)
    {
        var lease = Client(path).GetBlobLeaseClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await lease.AcquireAsync(duration, cancellationToken: cancellationToken);
                return new AzureBlobLease(lease, path);
            }
            catch (RequestFailedException e) when (e.Status is 409)
            {
                return null;
            }
            catch (RequestFailedException e) when (e.Status is 404 && attempt == 0)
            {
                // The lock blob itself: empty, and only if it was not created in the meantime.
                await WriteAsync(
                    path,
                    ReadOnlyMemory<byte>.Empty,
                    BlobHeaders.Text,
                    WriteCondition.IfAbsent,
                    cancellationToken
                );
            }
            catch (Exception e) when (StorageFaults.IsFault(e, cancellationToken))
            {
                throw StorageFaults.Wrap("lease", path.ToString(), e);
            }
        }
    }

    private async Task<string?> WriteAsync(
        BlobPath path,
        BlobHeaders headers,
        WriteCondition condition,
        Func<BlobClient, BlobUploadOptions, Task<Response<BlobContentInfo>>> upload,
        CancellationToken cancellationToken
    )
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders
            {
                ContentType = headers.ContentType,
                CacheControl = headers.CacheControl,
            },
            TransferOptions = new()
            {
                InitialTransferSize = BlockBytes,
                MaximumTransferSize = BlockBytes,
                MaximumConcurrency = 2,
            },
        };
        if (condition.MustBeAbsent)
            options.Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All };
        else if (condition.ETag is { } eTag)
            options.Conditions = new BlobRequestConditions { IfMatch = new ETag(eTag) };

        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return Text((await upload(Client(path), options)).Value.ETag);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                if (condition.ETag is not null)
                    return null;
                if (attempt > 0)
                    throw StorageFaults.Wrap("write", path.ToString(), e);
                await CreateContainerAsync(path.Container, cancellationToken);
            }
            catch (RequestFailedException e)
                when (e.Status is 412
                    || (e.Status is 409 && e.ErrorCode == BlobErrorCode.BlobAlreadyExists)
                    || (e.Status is 404 && condition.ETag is not null)
                )
            {
                return null;
            }
            catch (Exception e) when (StorageFaults.IsFault(e, cancellationToken))
            {
                throw StorageFaults.Wrap("write", path.ToString(), e);
            }
        }
    }

    private async Task CreateContainerAsync(string container, CancellationToken cancellationToken)
    {
        try
        {
            await service
                .GetBlobContainerClient(container)
                .CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
        catch (Exception e) when (StorageFaults.IsFault(e, cancellationToken))
        {
            throw StorageFaults.Wrap("create", container, e);
        }
    }

    private static async Task<T> Guard<T>(
        string what,
        BlobPath path,
        Func<Task<T>> call,
        CancellationToken cancellationToken
    )
    {
        if (!path.IsAddressable)
            return default!;
        try
        {
            return await call();
        }
        catch (RequestFailedException e) when (e.Status is 404)
        {
            return default!;
        }
        catch (Exception e) when (StorageFaults.IsFault(e, cancellationToken))
        {
            throw StorageFaults.Wrap(what, path.ToString(), e);
        }
    }

    private BlobClient Client(BlobPath path) =>
        service.GetBlobContainerClient(path.Container).GetBlobClient(BlobPath.EnsureAddressable(path).Name);

    private static BlobHeaders Headers(string? contentType, string? cacheControl) =>
        new(contentType ?? "application/octet-stream", string.IsNullOrEmpty(cacheControl) ? null : cacheControl);

    private static string Text(ETag eTag) => eTag.ToString("H");
}
