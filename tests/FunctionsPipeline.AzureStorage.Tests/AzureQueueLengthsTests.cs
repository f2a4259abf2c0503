using FunctionsPipeline.Storage;

namespace FunctionsPipeline.AzureStorage.Tests;

public sealed class AzureQueueLengthsTests
{
    [Fact]
    public async Task Hidden_messages_count_and_a_queue_that_is_not_there_holds_none()
    {
        var clients = StorageClients.From(await AzuriteFixture.NewAccountAsync());
        var queue = new AzureMessageQueue(clients.Queues);
        var lengths = new AzureQueueLengths(clients.Queues);
        const string poison = Queues.Requests + Queues.PoisonSuffix;
        Assert.Equal(0, await lengths.CountAsync(poison, default));

        await queue.SendAsync(poison, "{}", TimeSpan.Zero, default);
        await queue.SendAsync(poison, "{}", TimeSpan.FromHours(1), default);

        Assert.Equal(2, await lengths.CountAsync(poison, default));
    }
}
