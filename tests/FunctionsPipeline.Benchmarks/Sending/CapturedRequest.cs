using System.Text;
using FunctionsPipeline.Benchmarks.Operations;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.SendGrid;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Benchmarks.Sending;

/// <summary>
/// One request as the product makes it, for 1,000 people: planned and staged in memory with a provider that keeps what it is
/// given. The other side of the benchmark sends the same content to the same people.
/// </summary>
internal static class CapturedRequest
{
    private const int People = 1_000;

    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(45);

    /// <param name="siteYaml">The settings of the benchmark.</param>
    /// <param name="content">What the issue holds.</param>
    public static async Task<BulkRequest> CaptureAsync(
        string siteYaml,
        string newsletter,
        FrozenContent content,
        Func<int, string> address,
        CancellationToken cancellationToken
    )
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2027, 1, 4, 15, 0, 0, TimeSpan.Zero));
        var store = new InMemoryBlobStore(time);
        var queue = new InMemoryMessageQueue();
        var provider = new AcceptingProvider(time);
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        new Dictionary<string, string?>
                        {
                            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
                            ["SiteBaseUrl"] = "http://127.0.0.1:7071/",
                            ["FunctionsBaseUrl"] = "http://127.0.0.1:7071/",
                        }
                    )
                    .Build()
            )
            .AddSingleton<TimeProvider>(time)
            .AddSendGridMail()
            .AddPipelineDomain()
            .AddSingleton<IBlobStore>(store)
            .AddSingleton<IMessageQueue>(queue)
            .AddSingleton<IQueueLengths>(queue)
            .AddSingleton(new StorageIdentity("captured"))
            .AddSingleton<IBulkMail>(provider)
            .AddSingleton<ITransactionalMail>(new RecordingMail())
            .BuildServiceProvider();
        await store.WriteAsync(
            new BlobPath(Containers.Settings, "site.yml"),
            Encoding.UTF8.GetBytes(siteYaml),
            BlobHeaders.Text,
            WriteCondition.Always,
            cancellationToken
        );
        await SubscriberSeed.PutAsync(store, People, address, _ => [newsletter], cancellationToken);

        var due = time.GetUtcNow() + Hold;
        await services
            .GetRequiredService<IIssueFreezer>()
            .FreezeAsync(
                new IssueDraft(
                    IssueId.For(newsletter, due),
                    newsletter,
                    due,
                    Hold,
                    new AudienceQuery(newsletter, due, []),
                    content
                ),
                cancellationToken
            );
        time.Advance(TimeSpan.FromMinutes(16));
        await services.GetRequiredService<ISendingSweep>().RunAsync(cancellationToken);
        var stager = services.GetRequiredService<IRequestStager>();
        foreach (var (_, message, _) in queue.Sent.Where(sent => sent.Queue == Queues.Requests))
            await stager.StageAsync(message, cancellationToken);
        return provider.Taken.Single();
    }
}
