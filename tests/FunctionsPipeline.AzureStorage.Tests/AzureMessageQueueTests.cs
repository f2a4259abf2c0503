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
}
