using FunctionsPipeline.Storage;

namespace FunctionsPipeline.AzureStorage.Tests;

public sealed class AzureMessageQueueTests
{
    [Fact]
    public async Task A_message_arrives_as_it_was_sent_and_makes_its_queue()
    {
        var clients = StorageClients.From(await AzuriteFixture.NewAccountAsync());
        var queue = new AzureMessageQueue(clients.Queues);

        await queue.SendAsync(Queues.SiteRebuild, """{"slug":"grüße"}""", TimeSpan.Zero, default);
        await queue.SendAsync(Queues.SiteRebuild, """{"slug":"later"}""", TimeSpan.FromHours(1), default);

        var received = (await clients.Queues.GetQueueClient(Queues.SiteRebuild).ReceiveMessagesAsync(10)).Value;
        Assert.Equal("""{"slug":"grüße"}""", Assert.Single(received).MessageText);
    }

    /// <summary>
    /// Anyone who reckons the wait from a moment may find it over: what was stored meanwhile took its time.
    /// </summary>
    [Fact]
    public async Task A_message_for_a_moment_that_is_over_is_seen_at_once()
    {
        var clients = StorageClients.From(await AzuriteFixture.NewAccountAsync());

        await new AzureMessageQueue(clients.Queues).SendAsync(
            Queues.Syndication,
            "{}",
            TimeSpan.FromSeconds(-2),
            default
        );

        Assert.Single((await clients.Queues.GetQueueClient(Queues.Syndication).ReceiveMessagesAsync(10)).Value);
    }
}
