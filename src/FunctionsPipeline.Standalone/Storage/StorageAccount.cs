using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace FunctionsPipeline.Standalone.Storage;

/// <summary>One storage account that triggers or the host use. Nothing is contacted until the first call.</summary>
internal sealed class StorageAccount
{
    private readonly Lazy<BlobServiceClient> _blobs;
    private readonly Func<bool, QueueServiceClient> _openQueues;
    private readonly Lazy<QueueServiceClient> _plainQueues;
    private readonly Lazy<QueueServiceClient> _base64Queues;

    private StorageAccount(Func<BlobClientOptions, BlobServiceClient> openBlobs, Func<QueueClientOptions, QueueServiceClient> openQueues)
    {
        _blobs = new(() => openBlobs(Tuned(new BlobClientOptions())));
        _openQueues = base64 => openQueues(Tuned(new QueueClientOptions
        {
            MessageEncoding = base64 ? QueueMessageEncoding.Base64 : QueueMessageEncoding.None,
        }));
        _plainQueues = new(() => _openQueues(false));
        _base64Queues = new(() => _openQueues(true));
    }

    public BlobServiceClient Blobs => _blobs.Value;

    /// <summary>Azurite's well-known account: blobs are looked for more often there.</summary>
    public bool IsDevelopment => Blobs.AccountName == "devstoreaccount1";

    /// <summary>
    /// A queue whose bodies are taken as they are. Base64 is undone by whoever reads, so that one undecodable message
    /// cannot fail the whole batch that it came with.
    /// </summary>
    public QueueClient RawQueue(string name) => _plainQueues.Value.GetQueueClient(name);

    /// <summary>A queue whose bodies the client encodes and decodes.</summary>
    public QueueClient Base64Queue(string name) => _base64Queues.Value.GetQueueClient(name);

    public static StorageAccount FromConnectionString(string connectionString) => new(
        options => new BlobServiceClient(connectionString, options), options => new QueueServiceClient(connectionString, options));

    public static StorageAccount FromIdentity(Uri blobs, Uri queues, TokenCredential credential) => new(
        options => new BlobServiceClient(blobs, credential, options), options => new QueueServiceClient(queues, credential, options));

    // Logging and tracing of each request cost more than they tell: the host logs what failed.
    private static T Tuned<T>(T options)
        where T : ClientOptions
    {
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        options.Retry.MaxRetries = 3;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(60);
        return options;
    }
}
