using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.LocalDev.Azurite;
using FunctionsPipeline.LocalDev.Running;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// N files dropped into Azurite at once, until every page, digest and report is there; against the same drops answered by an
/// empty function under the same host, which is the most that the host can do. The two alternate, each on a fresh Azurite.
/// </summary>
internal sealed class PublishBenchmark : IBenchmark
{
    private const int Concurrency = 16;

    private static readonly Uri NoMail = new("http://127.0.0.1:9/");
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public string Name => "publish";

    public string Usage =>
        "[--articles 1000] [--rounds 3]  seconds to publish N dropped files; ratio to an empty function on the same drops";

    public IReadOnlyList<Aim> Aims => [new("ratio", 1.5), new("storage_operations_per_article", 12), new("lost", 0)];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var articles = arguments.Number("articles", arguments.Quick ? 20 : 1000);
        var rounds = arguments.Number("rounds", arguments.Quick ? 1 : 3);
        var ours = new List<Round>();
        var empty = new List<Round>();
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(await RunOnceAsync(AppFolder.Find(), articles, WrittenAsync, cancellationToken));
            empty.Add(await RunOnceAsync(EmptyAppFolder.Find(), articles, CountedAsync, cancellationToken));
            await log.WriteLineAsync($"most of the app's own: {ours[^1].Most}");
            await log.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round + 1}: pipeline {ours[^1].Seconds:0.00} s, empty function {empty[^1].Seconds:0.00} s, {ours[^1].Own} own operations, {ours[^1].Hosts} of the host"
                )
            );
        }
        var seconds = ours.ConvertAll(round => round.Seconds);
        var (best, limit) = (ours.MinBy(round => round.Seconds)!, empty.MinBy(round => round.Seconds)!);
        return new JsonObject
        {
            ["articles"] = articles,
            ["rounds"] = rounds,
            ["articles_per_second"] = Math.Round(articles / seconds.Min(), 1),
            ["seconds"] = Math.Round(seconds.Min(), 2),
            ["seconds_spread"] = Math.Round(seconds.Max() / seconds.Min(), 2),
            ["empty_seconds"] = Math.Round(empty.Min(round => round.Seconds), 2),
            // The best of each side: what else the machine does only ever adds.
            ["ratio"] = Math.Round(seconds.Min() / empty.Min(round => round.Seconds), 2),
            ["storage_operations_per_article"] = Math.Round(ours.Max(round => round.Own) / (double)articles, 2),
            ["host_operations_per_article"] = Math.Round(ours.Max(round => round.Hosts) / (double)articles, 2),
            // Of the best round of each side.
            ["storage_processor_seconds"] = Math.Round(best.Busy.Storage, 2),
            ["worker_processor_seconds"] = Math.Round(best.Busy.Worker, 2),
            ["host_processor_seconds"] = Math.Round(best.Busy.Host, 2),
            ["empty_storage_processor_seconds"] = Math.Round(limit.Busy.Storage, 2),
            ["empty_worker_processor_seconds"] = Math.Round(limit.Busy.Worker, 2),
            ["empty_host_processor_seconds"] = Math.Round(limit.Busy.Host, 2),
            ["lost"] = ours.Sum(round => round.Lost),
        };
    }

    private static async Task<Round> RunOnceAsync(
        string app,
        int articles,
        Func<LocalPipeline, AzuriteMeter, CancellationToken, Task<int>> answered,
        CancellationToken cancellationToken
    )
    {
        await using var azurite = await AzuriteServer.StartAsync(
            AzuriteOptions.Throwaway with
            {
                Metered = true,
            },
            null,
            cancellationToken
        );
        using var meter = new AzuriteMeter(azurite);
        var blobs = new BlobServiceClient(azurite.ConnectionString);
        var drop = blobs.GetBlobContainerClient(Containers.Articles);
        await drop.CreateAsync(cancellationToken: cancellationToken);
        await using var pipeline = await BenchHost.StartAsync(
            azurite.ConnectionString,
            NoMail,
            app: app,
            cancellationToken: cancellationToken
        );

        // One small drop first: neither side pays for its compilation.
        var warming = Math.Min(articles, 20);
        await DropAsync(drop, "warming", warming, cancellationToken);
        await UntilAsync(() => answered(pipeline, meter, cancellationToken), warming, cancellationToken);

        await meter.ResetAsync(cancellationToken);
        var before = await answered(pipeline, meter, cancellationToken);
        var busy = ProcessorTime.Read(azurite.ProcessId!.Value, pipeline.Host.WorkerProcessId!.Value);
        var clock = Stopwatch.StartNew();
        await DropAsync(drop, "article", articles, cancellationToken);
        await UntilAsync(() => answered(pipeline, meter, cancellationToken), before + articles, cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        busy = ProcessorTime.Read(azurite.ProcessId!.Value, pipeline.Host.WorkerProcessId!.Value).Since(busy);
        var requests = await meter.ReadAsync(cancellationToken);
        var own = requests.Where(each => each.Client == StorageClients.ApplicationId).Sum(each => each.Operations);
        // The drops themselves are this process's.
        var hosts = requests.Sum(each => each.Operations) - own - articles;
        var most = string.Join(
            ", ",
            requests
                .Where(each => each.Client == StorageClients.ApplicationId)
                .OrderByDescending(each => each.Operations)
                .Take(12)
                .Select(each => $"{each.Method} {each.Place} {each.Operations}")
        );
        return new Round(
            seconds,
            own,
            hosts,
            most,
            busy,
            app == AppFolder.Find() ? await LostAfterAllAsync(blobs, articles, cancellationToken) : 0
        );
    }

    private static Task DropAsync(
        BlobContainerClient drop,
        string name,
        int articles,
        CancellationToken cancellationToken
    ) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, articles),
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (i, token) =>
                await drop.GetBlobClient($"{name}-{i:d5}.md").UploadAsync(new BinaryData(SampleText.Article(i)), token)
        );

    private static async Task UntilAsync(Func<Task<int>> answered, int wanted, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        while (await answered() < wanted)
            await Task.Delay(Glance, TimeProvider.System, limit.Token);
    }

    /// <summary>
    /// Two files of a report for each article, by Azurite's own count: looking into storage would be work that no
    /// pipeline does.
    /// </summary>
    private static async Task<int> WrittenAsync(
        LocalPipeline pipeline,
        AzuriteMeter meter,
        CancellationToken cancellationToken
    ) =>
        (int)
            (await meter.ReadAsync(cancellationToken))
                .Where(each => each is { Method: "PUT", Place: Containers.Reports })
                .Sum(each => each.Operations) / 2;

    private static async Task<int> CountedAsync(
        LocalPipeline pipeline,
        AzuriteMeter meter,
        CancellationToken cancellationToken
    )
    {
        using var http = new HttpClient();
        return int.Parse(
            await http.GetStringAsync(new Uri(pipeline.Host.Address, "api/health"), cancellationToken),
            CultureInfo.InvariantCulture
        );
    }

    /// <summary>
    /// What is still missing after a minute: a drop that is answered twice is counted twice, while another is still
    /// under way.
    /// </summary>
    private static async Task<int> LostAfterAllAsync(
        BlobServiceClient blobs,
        int articles,
        CancellationToken cancellationToken
    )
    {
        var since = Stopwatch.StartNew();
        int lost;
        while ((lost = await LostAsync(blobs, articles, cancellationToken)) > 0 && since.Elapsed < Patience)
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        return lost;
    }

    /// <summary>How many pages, digests and reports are missing.</summary>
    private static async Task<int> LostAsync(BlobServiceClient blobs, int articles, CancellationToken cancellationToken)
    {
        var lost = 0;
        foreach (
            var (container, prefix, ending) in new[]
            {
                (Containers.Web, "article-", "/index.html"),
                (Containers.State, "digests/article-", ".json"),
                (Containers.Reports, "article-", ".html"),
                (Containers.Reports, "article-", ".json"),
            }
        )
        {
            var found = 0;
            await foreach (
                var blob in blobs
                    .GetBlobContainerClient(container)
                    .GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken)
            )
                found += blob.Name.EndsWith(ending, StringComparison.Ordinal) ? 1 : 0;
            lost += Math.Abs(articles - found);
        }
        return lost;
    }

    /// <param name="Own">Storage operations of the app.</param>
    /// <param name="Hosts">Storage operations of the host.</param>
    /// <param name="Most">Where most of the app's own went, by method and container or queue.</param>
    /// <param name="Busy">Processor time of each process during the round.</param>
    private sealed record Round(double Seconds, long Own, long Hosts, string Most, ProcessorTime Busy, int Lost);
}
