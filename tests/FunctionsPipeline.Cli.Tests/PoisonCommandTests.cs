using System.Text.Json;
using Azure.Storage.Queues;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Tests;

/// <summary>An operator finds what failed, gives it back or drops it, without opening a storage explorer.</summary>
public class PoisonCommandTests
{
    private string _storage = "";

    [Fact]
    public async Task Messages_are_listed_given_back_and_dropped_one_by_one_or_all()
    {
        _storage = await AzuriteFixture.NewAccountAsync();
        var poison = Queue("syndication-poison");
        await poison.CreateAsync();
        for (var n = 0; n < 40; n++)
            await poison.SendMessageAsync(
                $$"""{"slug":"article-{{n}}","target":"mastodon","round":"r","again":false}"""
            );

        var (listed, list) = await RunAsync("poison", "list", "syndication");
        var (_, json) = await RunAsync("poison", "list", "--json");
        var first = JsonDocument.Parse(json).RootElement[0];
        var id = first.GetProperty("message").GetString()!;
        var slug = JsonDocument
            .Parse(first.GetProperty("text").GetString()!)
            .RootElement.GetProperty("slug")
            .GetString();
        var (shown, one) = await RunAsync("poison", "show", "syndication", id);
        var (given, said) = await RunAsync("poison", "retry", "syndication", id);

        Assert.Equal((0, 0, 0), (listed, shown, given));
        Assert.Equal(33, list.TrimEnd().Split('\n').Length);
        Assert.Contains($"Carry article {slug} to target mastodon", list, StringComparison.Ordinal);
        Assert.Contains($"\"slug\":\"{slug}\"", one, StringComparison.Ordinal);
        Assert.Equal("Given back: 1 message.", said.Trim());
        var returned = Assert.Single((await Queue("syndication").ReceiveMessagesAsync(32)).Value);
        Assert.Contains($"\"slug\":\"{slug}\"", returned.Body.ToString(), StringComparison.Ordinal);
        // Those that were only looked at are there at once, and whole.
        var left = (await poison.PeekMessagesAsync(32)).Value;
        Assert.Equal(32, left.Length);
        Assert.All(left, m => Assert.Contains("mastodon", m.Body.ToString(), StringComparison.Ordinal));

        var (looked, would) = await RunAsync("poison", "drop", "syndication-poison");
        Assert.Equal(0, looked);
        Assert.Contains("Nothing was changed: add --yes.", would, StringComparison.Ordinal);
        Assert.Equal(39, (await poison.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.Contains("Deleted: 39 messages.", (await RunAsync("poison", "drop", "syndication", "--yes")).Said);
        Assert.Equal(0, (await poison.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.Contains("No message has failed too often.", (await RunAsync("poison", "list")).Said);
        Assert.Equal(1, (await RunAsync("poison", "retry", "syndication", id)).Code);
        var (unknown, names) = await RunAsync("poison", "list", "nope");
        Assert.Equal(1, unknown);
        Assert.Contains("There is no queue 'nope'. The queues are: ", names, StringComparison.Ordinal);
    }

    /// <summary>The host keeps no queue that takes a message about a blob again, so the file is answered by the command.</summary>
    [Fact]
    public async Task A_file_that_the_host_gave_up_is_published_by_a_retry()
    {
        _storage = await AzuriteFixture.NewAccountAsync();
        var blobs = new AzureBlobStore(StorageClients.From(_storage).Blobs);
        await blobs.WriteAsync(
            new BlobPath(Containers.Articles, "walking.md"),
            "# A walk each day\n\nIt helps many people with a stiff back.\n"u8.ToArray(),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );
        var poison = Queue(Queues.BlobTriggerPoison);
        await poison.CreateAsync();
        await poison.SendMessageAsync(
            """{"Type":"BlobTrigger","FunctionId":"x","BlobType":"BlockBlob","ContainerName":"articles","BlobName":"walking.md","ETag":"\"1\""}"""
        );
        await poison.SendMessageAsync("""{"ContainerName":"elsewhere","BlobName":"x"}""");
        await poison.SendMessageAsync("rubbish");

        var (code, said) = await RunAsync("poison", "retry", Queues.BlobTriggerPoison);

        Assert.Equal(0, code);
        Assert.Equal("Given back: 1 message.", said.Trim());
        Assert.NotNull(await blobs.StatAsync(ArticleReport.JsonOf("walking.md"), default));
        Assert.Equal(2, (await poison.PeekMessagesAsync(32)).Value.Length);
    }

    private QueueClient Queue(string name) => StorageClients.From(_storage).Queues.GetQueueClient(name);

    private Task<(int Code, string Said)> RunAsync(params string[] args) =>
        CommandLine.RunAsync(_storage, "", settings: null, args);
}
