using System.Globalization;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>
/// What one issue asks of storage, step by step: a hundred requests in proportion, with a tenth of the people in each. One
/// operation more for a request is a thousand more for a million people, and the tests say where it came from.
/// </summary>
public sealed class SendingOperationsTests : IAsyncLifetime
{
    private const int People = 10_000;
    private const int RequestSize = 100;
    private const int Requests = People / RequestSize;

    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(45);

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2027, 1, 4, 15, 0, 0, TimeSpan.Zero));
    private readonly OperationCounter _counter = new();
    private readonly InMemoryMessageQueue _queue = new();
    private readonly Accepting _provider;
    private readonly ServiceProvider _services;
    private readonly IBlobStore _store;

    public SendingOperationsTests()
    {
        _provider = new Accepting(_time);
        _store = new InMemoryBlobStore(_time);
        var queue = new CountingMessageQueue<InMemoryMessageQueue>(_queue, _counter);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        new Dictionary<string, string?>
                        {
                            ["SiteBaseUrl"] = "https://clinic.example/",
                            ["FunctionsBaseUrl"] = "https://app.clinic.example/",
                        }
                    )
                    .Build()
            )
            .AddSingleton<TimeProvider>(_time)
            .AddPipelineDomain()
            .Configure<SendingOptions>(options => options.RequestSize = RequestSize)
            .AddSingleton(SubscriberKeys.Development)
            .AddSingleton<IBlobStore>(new CountingBlobStore(_store, _counter))
            .AddSingleton<IMessageQueue>(queue)
            .AddSingleton<IQueueLengths>(queue)
            .AddSingleton(new StorageIdentity("counted"))
            .AddSingleton<IBulkMail>(_provider)
            .AddSingleton<ITransactionalMail>(new RecordingMail())
            .AddSingleton<IMailEventReader, Simulation.PlainEvents>()
            .BuildServiceProvider();
    }

    private DateTimeOffset Due { get; } = new(2027, 1, 4, 15, 45, 0, TimeSpan.Zero);

    private IssueId Issue => IssueId.For("weekly", Due);

    private int BundleSize { get; } = new SendingOptions().BundleSize;

    private int Bundles => (Requests + BundleSize - 1) / BundleSize;

    public async Task InitializeAsync()
    {
        await _store.WriteAsync(
            new BlobPath(Containers.Settings, "site.yml"),
            Encoding.UTF8.GetBytes(
                SampleSite.Yaml("  - id: weekly\n    name: Weekly\n    schedule: every day at 15:45")
            ),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );
        await SubscriberSeed.PutAsync(
            _store,
            People,
            i => string.Create(CultureInfo.InvariantCulture, $"reader{i}@example.org"),
            _ => ["weekly"],
            default
        );
        // The first tick of a new storage is not an issue's.
        await SweepAsync();
    }

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task Planning_reads_each_shard_once_and_writes_a_file_for_each_bundle()
    {
        var asked = await PlanAsync();

        // Beside the shards: the issue and the plan, agenda, status and the provider's lists, each for a compare-and-swap.
        Assert.Equal(ShardStore.Count + 7, asked.Reads);
        Assert.Equal(Bundles + 10, asked.Writes);
        Assert.Equal((0, 0), (asked.Lists, asked.Messages));
    }

    [Fact]
    public async Task Opening_a_wave_sends_a_message_for_each_bundle()
    {
        await PlanAsync();
        _time.Advance(TimeSpan.FromMinutes(16));

        var asked = await SweepAsync();

        Assert.Equal(Bundles, asked.Messages);
    }

    [Fact]
    public async Task Staging_writes_a_claim_and_a_result_for_each_request_and_reads_for_each_bundle()
    {
        await PlanAsync();
        _time.Advance(TimeSpan.FromMinutes(16));
        await SweepAsync();
        var hints = Hints();
        // The first reads what a process keeps: the issue, its content, the wave and the status as they were a moment ago.
        await StageAsync(hints[0]);
        var shards = 0;
        foreach (var hint in hints.Skip(1))
            shards += await ShardsOfAsync(hint.Requests[0]);

        var asked = new OperationCounts(0, 0, 0, 0, 0);
        foreach (var hint in hints.Skip(1))
            asked += await StageAsync(hint);

        // For each bundle: its recipients, and after the claims the wave and the status again (rules S3 and S8).
        Assert.Equal(shards + (3 * (Bundles - 1)), asked.Reads);
        Assert.Equal(2 * (Requests - BundleSize), asked.Writes);
        Assert.Equal((0, 0), (asked.Lists, asked.Messages));
        Assert.Equal((Requests, People), (_provider.Posts, _provider.Recipients));
    }

    [Fact]
    public async Task The_sweep_after_staging_reads_no_request_that_this_process_wrote()
    {
        await PlanAsync();
        _time.Advance(TimeSpan.FromMinutes(16));
        await SweepAsync();
        foreach (var hint in Hints())
            await StageAsync(hint);
        _time.Advance(TimeSpan.FromMinutes(1));

        var asked = await SweepAsync();

        Assert.InRange(asked.Reads, 1, 10);
        Assert.Equal(1, asked.Lists);
    }

    /// <summary>The aim: a hundredth of an operation for each of a hundred thousand people in a hundred requests.</summary>
    [Fact]
    public async Task A_whole_issue_of_a_hundred_requests_asks_for_less_than_a_thousand_operations()
    {
        var asked = await PlanAsync();
        _time.Advance(TimeSpan.FromMinutes(16));
        asked += await SweepAsync();
        foreach (var hint in Hints())
            asked += await StageAsync(hint);
        _time.Advance(TimeSpan.FromMinutes(1));
        asked += await SweepAsync();

        Assert.InRange(asked.Reads + asked.Writes + asked.Lists + asked.Messages, 1, 900);
    }

    private async Task<OperationCounts> PlanAsync() =>
        await CountAsync(async () =>
        {
            var answer = await _services
                .GetRequiredService<IIssueFreezer>()
                .FreezeAsync(
                    new IssueDraft(
                        Issue,
                        "weekly",
                        Due,
                        Hold,
                        new AudienceQuery("weekly", Due, []),
                        PlainContent.OfOneArticle
                    ),
                    default
                );
            Assert.Equal((People, Requests), (answer.Value.Recipients, answer.Value.Requests.Count));
        });

    private Task<OperationCounts> SweepAsync() =>
        CountAsync(() => _services.GetRequiredService<ISendingSweep>().RunAsync(default));

    private Task<OperationCounts> StageAsync(StageHint hint) =>
        CountAsync(() =>
            _services
                .GetRequiredService<IRequestStager>()
                .StageAsync(JsonSerializer.Serialize(hint, SendingJson.Compact.StageHint), default)
        );

    private List<StageHint> Hints() =>
        [
            .. _queue
                .Sent.Where(sent => sent.Queue == Queues.Requests)
                .Select(sent => JsonSerializer.Deserialize(sent.Message, SendingJson.Compact.StageHint)!),
        ];

    /// <summary>In how many shards the recipients of a bundle lie.</summary>
    private async Task<int> ShardsOfAsync(int first)
    {
        var list = await _store.ReadJsonAsync(
            SendingPaths.Recipients(Issue, 1, first),
            SendingJson.Own.RecipientList,
            default
        );
        return list!.Value.Ids.Select(id => SubscriberId.Parse(id).Shard).Distinct().Count();
    }

    private async Task<OperationCounts> CountAsync(Func<Task> step)
    {
        var before = _counter.Counts;
        await step();
        return _counter.Counts - before;
    }

    private sealed class Accepting(TimeProvider time) : IBulkMail
    {
        public int Posts { get; private set; }

        public int Recipients { get; private set; }

        public Task<BatchAnswer> CreateBatchAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new BatchAnswer("batch", time.GetUtcNow()));

        public Task<SendResult> SubmitAsync(BulkRequest request, CancellationToken cancellationToken)
        {
            Posts++;
            Recipients += request.Recipients.Count;
            return Task.FromResult(new SendResult(SendOutcome.Submitted, "message"));
        }

        public Task<CancelAnswer> CancelAsync(string batchId, CancellationToken cancellationToken) => None();

        public Task<CancelAnswer> GetCancellationAsync(string batchId, CancellationToken cancellationToken) => None();

        public Task<CancelAnswer> ReleaseAsync(string batchId, CancellationToken cancellationToken) => None();

        public async IAsyncEnumerable<ProviderSuppression> ListSuppressionsAsync(
            DateTimeOffset since,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            await Task.CompletedTask;
            yield break;
        }

        private Task<CancelAnswer> None() => Task.FromResult(new CancelAnswer(CancelState.None, time.GetUtcNow()));
    }
}
