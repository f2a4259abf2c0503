using System.Text;
using FunctionsPipeline.Functions;
using FunctionsPipeline.Functions.Newsletters;
using FunctionsPipeline.Functions.Publishing;
using FunctionsPipeline.Functions.Site;
using FunctionsPipeline.Functions.Sources;
using FunctionsPipeline.Functions.Syndication;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Benchmarks.Operations;

/// <summary>
/// The app as it is registered for production, with storage in memory that counts, a clock that is moved, and a mail
/// provider that takes everything. Its functions are called as a host would call them, one at a time.
/// </summary>
internal sealed class MeteredApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly OperationCounter _counter = new();
    private readonly MeteredQueue _queue;

    /// <param name="siteYaml">The settings that staff would write.</param>
    /// <param name="secrets">Secrets of targets, by their names.</param>
    public MeteredApp(string siteYaml, IReadOnlyDictionary<string, string> secrets)
    {
        Memory = new InMemoryBlobStore(Time);
        _queue = new MeteredQueue(Time);
        var queue = new CountingMessageQueue<MeteredQueue>(_queue, _counter);
        Provider = new AcceptingProvider(Time);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        new Dictionary<string, string?>
                        {
                            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
                            ["SiteBaseUrl"] = "https://clinic.example/",
                            ["FunctionsBaseUrl"] = "https://app.clinic.example/",
                        }
                    )
                    .AddInMemoryCollection(
                        secrets.Select(s => KeyValuePair.Create($"Targets:{s.Key}:Secret", (string?)s.Value))
                    )
                    .Build()
            )
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(new SiteRebuildOptions { Settle = TimeSpan.Zero })
            .AddSingleton(new TargetHttp(new SyndicationOptions(), Time, new ThankfulWire()))
            .AddPipeline()
            .AddSingleton<IBlobStore>(new CountingBlobStore(Memory, _counter))
            .AddSingleton<IMessageQueue>(queue)
            .AddSingleton<IQueueLengths>(queue)
            .AddSingleton<IPoisonStore>(new EmptyPoisonStore(_counter))
            .AddSingleton(new StorageIdentity("metered"))
            .AddSingleton<IBulkMail>(Provider)
            .AddSingleton<ITransactionalMail>(Mail)
            .BuildServiceProvider();
        Memory
            .WriteAsync(
                new BlobPath(Containers.Settings, "site.yml"),
                Encoding.UTF8.GetBytes(siteYaml),
                BlobHeaders.Text,
                WriteCondition.Always,
                default
            )
            .GetAwaiter()
            .GetResult();
    }

    /// <summary>A Monday, the day before the first issue is due.</summary>
    public ManualTimeProvider Time { get; } = new(new DateTimeOffset(2027, 1, 4, 15, 0, 0, TimeSpan.Zero));

    public InMemoryBlobStore Memory { get; }

    public AcceptingProvider Provider { get; }

    public RecordingMail Mail { get; } = new();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task StartAsync(CancellationToken cancellationToken) =>
        KeyCheck.EnsureAsync(Memory, Get<SubscriberKeys>(), cancellationToken);

    /// <summary>What one call of a function asks for, into <paramref name="meter"/>.</summary>
    public async Task RunAsync(Meter meter, Func<Task> function)
    {
        var before = _counter.Counts;
        await function();
        meter.Add(_counter.Counts - before);
    }

    public Task RenderAsync(Meter meter, string name, CancellationToken cancellationToken) =>
        RunAsync(meter, () => New<RenderArticle>().EventGridAsync(null!, name, cancellationToken));

    public Task TickAsync(Meter meter, CancellationToken cancellationToken) =>
        RunAsync(meter, () => New<TickNewsletters>().RunAsync(new TimerInfo(), cancellationToken));

    public Task KeepHouseAsync(Meter meter, CancellationToken cancellationToken) =>
        RunAsync(
            meter,
            () => New<FunctionsPipeline.Functions.Site.Housekeeping>().RunAsync(new TimerInfo(), cancellationToken)
        );

    /// <summary>Calls functions for all messages that are due, and for those that they send.</summary>
    public async Task DrainAsync(Meter meter, CancellationToken cancellationToken)
    {
        while (_queue.TryTake(out var queue, out var message))
        {
            await RunAsync(
                meter,
                () =>
                    queue switch
                    {
                        Queues.SiteRebuild => New<RebuildSite>().RunAsync(message, cancellationToken),
                        Queues.Pictures => New<MakePictures>().RunAsync(message, cancellationToken),
                        Queues.Syndication => New<SyndicateArticle>().RunAsync(message, cancellationToken),
                        Queues.Requests => New<StageRequest>().RunAsync(message, cancellationToken),
                        Queues.Sources => New<ReadSource>().RunAsync(message, cancellationToken),
                        Queues.Events => New<FoldEvents>().RunAsync(message, cancellationToken),
                        _ => throw new NotSupportedException($"Nothing that is measured sends to {queue}."),
                    }
            );
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private T New<T>() => ActivatorUtilities.CreateInstance<T>(_services);
}

/// <summary>Adds up what calls of functions ask for.</summary>
internal sealed class Meter
{
    public OperationCounts Counts { get; private set; } = new(0, 0, 0, 0, 0);

    public int Executions { get; private set; }

    public void Add(OperationCounts counts)
    {
        Counts += counts;
        Executions++;
    }
}
