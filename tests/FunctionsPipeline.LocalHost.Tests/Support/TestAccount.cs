using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace FunctionsPipeline.LocalHost.Tests.Support;

/// <summary>Names of one test's own in the shared Azurite, so that tests do not meet.</summary>
public sealed class TestAccount(string connectionString)
{
    private readonly string _id = Guid.NewGuid().ToString("N")[..12];

    public string ConnectionString { get; } = connectionString;

    public string HostId => "host-" + _id;

    public string ContainerName => "drop-" + _id;

    public string QueueName => "queue-" + _id;

    public BlobContainerClient Container => new(ConnectionString, ContainerName);

    public BlobContainerClient HostContainer => new(ConnectionString, "azure-webjobs-hosts");

    public BlobContainerClient ContainerNamed(string name) => new(ConnectionString, name);

    public QueueClient Queue(string? suffix = null) =>
        new(
            ConnectionString,
            QueueName + suffix,
            new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }
        );

    public QueueClient NamedQueue(string name) =>
        new(ConnectionString, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    public async Task DropAsync(string name, string content = "text")
    {
        await Container.CreateIfNotExistsAsync();
        await Container.GetBlobClient(name).UploadAsync(new BinaryData(content), overwrite: true);
    }

    /// <summary>Null: there is no such blob in the host's container.</summary>
    public async Task<string?> ReadHostBlobAsync(string name)
    {
        var blob = HostContainer.GetBlobClient(name);
        return await HostContainer.ExistsAsync() && await blob.ExistsAsync()
            ? (await blob.DownloadContentAsync()).Value.Content.ToString()
            : null;
    }

    public async Task WriteHostBlobAsync(string name, string content)
    {
        await HostContainer.CreateIfNotExistsAsync();
        await HostContainer.GetBlobClient(name).UploadAsync(new BinaryData(content), overwrite: true);
    }

    public async Task SendAsync(string body)
    {
        await Queue().CreateIfNotExistsAsync();
        await Queue().SendMessageAsync(body);
    }

    /// <summary>The bodies of all visible messages, waiting until there are as many as asked for.</summary>
    public static async Task<IReadOnlyList<string>> WaitForMessagesAsync(QueueClient queue, int count)
    {
        IReadOnlyList<string> bodies = [];
        await Eventually.TrueAsync(
            async () =>
            {
                if (await queue.ExistsAsync())
                    bodies = [.. (await queue.PeekMessagesAsync(32)).Value.Select(message => message.Body.ToString())];
                return bodies.Count >= count;
            },
            $"{count} messages"
        );
        return bodies;
    }
}
