using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Functions;
using FunctionsPipeline.LocalDev.Azurite;
using FunctionsPipeline.Standalone;
using FunctionsPipeline.Storage;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// N files dropped into Azurite at once, until every page, digest and report is there; against the same storage requests
/// with the same bytes and no pipeline. The two alternate, each on an account of its own and each on a fresh Azurite.
/// </summary>
internal sealed class PublishBenchmark : IBenchmark
{
    private const int Concurrency = 16;

    public string Name => "publish";

    public string Usage => "[--articles 1000] [--rounds 3]  seconds to publish N dropped files; ratio to the bare storage requests";

    public async Task<JsonObject> RunAsync(BenchmarkArguments arguments, TextWriter log, CancellationToken cancellationToken)
    {
        var articles = arguments.Number("articles", arguments.Quick ? 20 : 1000);
        var rounds = arguments.Number("rounds", arguments.Quick ? 1 : 3);
        var pipeline = new List<double>();
        var bare = new List<double>();
        var requests = 0;
        // One small round first: neither side pays for the other's compilation.
        await PublishAsync(Math.Min(articles, 20), cancellationToken);
        for (var round = 0; round < rounds; round++)
        {
            var (seconds, recorded) = await PublishAsync(articles, cancellationToken);
            pipeline.Add(seconds);
            requests = recorded.Count;
            bare.Add(await ReplayAsync(recorded, cancellationToken));
            await log.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"round {round + 1}: pipeline {pipeline[^1]:0.00} s, bare requests {bare[^1]:0.00} s, {requests} requests"));
        }
        // The best of each side: what else the machine does only ever adds.
        return new JsonObject
        {
            ["articles"] = articles,
            ["articles_per_second"] = Math.Round(articles / pipeline.Min(), 1),
            ["seconds"] = Math.Round(pipeline.Min(), 2),
            ["bare_seconds"] = Math.Round(bare.Min(), 2),
            ["ratio"] = Math.Round(pipeline.Min() / bare.Min(), 2),
            ["storage_operations_per_article"] = Math.Round(requests / (double)articles, 2),
        };
    }

    private static async Task<(double Seconds, IReadOnlyCollection<StorageRequest> Requests)> PublishAsync(int articles, CancellationToken cancellationToken)
    {
        await using var azurite = await AzuriteServer.StartAsync(AzuriteOptions.Throwaway, null, cancellationToken);
        var storage = StorageClients.From(azurite.ConnectionString);
        using var recorder = new StorageRecorder(storage.Blobs.AccountName, azurite.QueuePort);
        using var host = BuildHost(azurite.ConnectionString);
        var drop = storage.Blobs.GetBlobContainerClient(Containers.Articles);
        await drop.CreateAsync(cancellationToken: cancellationToken);
        await host.StartAsync(cancellationToken);

        recorder.Start();
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, articles),
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (i, token) => await drop.GetBlobClient($"article-{i:d5}.md").UploadAsync(new BinaryData(SampleText.Article(i)), token));
        await UntilAllAreWrittenAsync(recorder, articles, cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        recorder.Stop();
        await VerifyAsync(storage.Blobs, articles, cancellationToken);
        await host.StopAsync(cancellationToken);
        return (seconds, recorder.Requests);
    }

    private static async Task<double> ReplayAsync(IReadOnlyCollection<StorageRequest> requests, CancellationToken cancellationToken)
    {
        await using var azurite = await AzuriteServer.StartAsync(AzuriteOptions.Throwaway, null, cancellationToken);
        var storage = StorageClients.From(azurite.ConnectionString);
        foreach (var container in Containers.All.Append("azure-webjobs-hosts"))
            await storage.Blobs.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        foreach (var queue in requests.Where(r => r.IsQueue).Select(r => r.Path.Split('/')[0]).Distinct())
            await storage.Queues.GetQueueClient(queue).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var replay = new StorageReplay(storage.Blobs, storage.Queues);

        var clock = Stopwatch.StartNew();
        await replay.RunAsync(requests, Concurrency, cancellationToken);
        return clock.Elapsed.TotalSeconds;
    }

    private static IHost BuildHost(string connectionString)
    {
        var builder = StandaloneHost.CreateBuilder(
            ["--environment", "Development", "--AzureWebJobsStorage", connectionString, "--SendGrid:ApiKey", "SG.none", "--SendGrid:BaseUrl", "http://127.0.0.1:9/", "--urls", "http://127.0.0.1:0"], typeof(PipelineServices).Assembly);
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddPipeline();
        builder.Logging.ClearProviders();
        return builder.Build();
    }

    /// <summary>What this process writes is watched as it goes: looking for it in storage would be work that no pipeline does.</summary>
    private static async Task UntilAllAreWrittenAsync(StorageRecorder recorder, int articles, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(10));
        while (recorder.Written(Containers.Reports, ".json") < articles || recorder.Written(Containers.Reports, ".html") < articles)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }

    private static async Task VerifyAsync(BlobServiceClient blobs, int articles, CancellationToken cancellationToken)
    {
        foreach (var (container, prefix, ending) in new[]
        {
            (Containers.Web, "article-", "/index.html"), (Containers.Newsletter, "digests/", ".json"), (Containers.Reports, "", ".html"), (Containers.Reports, "", ".json"),
        })
        {
            var count = 0;
            await foreach (var blob in blobs.GetBlobContainerClient(container).GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken))
                count += blob.Name.EndsWith(ending, StringComparison.Ordinal) ? 1 : 0;
            if (count != articles)
                throw new InvalidOperationException($"{container}/{prefix}*{ending}: {count} instead of {articles}.");
        }
    }
}
