using System.Diagnostics;
using System.Globalization;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Benchmarks.Operations;
using FunctionsPipeline.Cli.Cost;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Audience;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Benchmarks.Growth;

/// <summary>
/// Measures <see cref="UnitCosts"/> in memory, so that no storage is waited for: what takes time is the processor's. Each is
/// measured at two sizes, and what differs is the cost of one more.
/// </summary>
/// <param name="quick">Sizes that only show that it runs.</param>
internal sealed class UnitMeasurements(bool quick)
{
    private const int Articles = 48;

    public async Task<UnitCosts> RunAsync(CancellationToken cancellationToken)
    {
        var (bytesPerRecord, cpuPerCandidate) = await ListAsync(quick ? 20_000 : 400_000, cancellationToken);

        var measurements = new Measurements(MeasuredClinic.NewApp);
        // Of whole bundles: what their requests share is spread over all of them.
        var small = await measurements.IssueAsync(5_000, cancellationToken);
        var large = await measurements.IssueAsync(quick ? 10_000 : 45_000, cancellationToken);
        var requests = large.Requests - small.Requests;

        var (render, cpuPerArticle) = await RenderAsync(cancellationToken);
        var few = await SiteAsync(quick ? 100 : 1_000, cancellationToken);
        var many = await SiteAsync(quick ? 300 : 5_000, cancellationToken);
        var more = many.Articles - few.Articles;
        var bytesPerArticle = (many.Rebuild.Bytes - few.Rebuild.Bytes) / more;
        return new UnitCosts(
            MeasuredOperations.Shipped(),
            bytesPerRecord,
            (decimal)(large.StoredBytes - small.StoredBytes) / (requests * 1_000),
            cpuPerCandidate,
            (large.UntilDue - small.UntilDue) / requests,
            render,
            cpuPerArticle,
            (many.Bytes - few.Bytes) / more,
            many.Rebuild.Operations,
            many.Rebuild.Bytes - (many.Articles * bytesPerArticle),
            bytesPerArticle,
            (many.SearchBytes - few.SearchBytes) / more
        );
    }

    private static async Task<(decimal BytesPerRecord, TimeSpan CpuPerCandidate)> ListAsync(
        int people,
        CancellationToken cancellationToken
    )
    {
        var memory = new InMemoryBlobStore(TimeProvider.System);
        await SubscriberSeed.PutAsync(
            memory,
            people,
            i => string.Create(CultureInfo.InvariantCulture, $"reader.number{i}@mail{i % 50}.example.org"),
            _ => ["weekly"],
            cancellationToken
        );
        var bytes = await LengthAsync(memory, Containers.Subscribers, "shards/", cancellationToken);
        var shards = new ShardStore(memory, SubscriberKeys.Development, TimeProvider.System, new Random(1));
        var query = new AudienceQuery("weekly", TimeProvider.System.GetUtcNow(), []);
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var clock = Stopwatch.StartNew();
            var found = 0;
            await foreach (var _ in new ShardAudience(shards).EnumerateAsync(query, cancellationToken))
                found++;
            if (found != people)
                throw new InvalidOperationException($"Of {people} people {found} were found.");
            best = clock.Elapsed < best ? clock.Elapsed : best;
        }
        return ((decimal)bytes / people, best / people);
    }

    /// <summary>Each article's first function call, on a site of some dozens; the first ones are not counted.</summary>
    private static async Task<(decimal Operations, TimeSpan Cpu)> RenderAsync(CancellationToken cancellationToken)
    {
        await using var app = MeasuredClinic.NewApp();
        await app.StartAsync(cancellationToken);
        var (warming, render) = (new Meter(), new Meter());
        var clock = new Stopwatch();
        for (var i = 0; i < 2 * Articles; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"article-{i:d5}.md");
            await app.Memory.WriteAsync(
                new BlobPath(Containers.Articles, name),
                System.Text.Encoding.UTF8.GetBytes(SampleText.Article(i)),
                BlobHeaders.Text,
                WriteCondition.Always,
                cancellationToken
            );
            if (i == Articles)
                clock.Start();
            await app.RenderAsync(i < Articles ? warming : render, name, cancellationToken);
        }
        var calls = render.Counts.Reads + render.Counts.Writes + render.Counts.Lists + render.Counts.Messages;
        return ((decimal)calls / Articles, clock.Elapsed / Articles);
    }

    private static async Task<SiteMeasurement> SiteAsync(int articles, CancellationToken cancellationToken)
    {
        var counter = new OperationCounter();
        var site = await SiteSeed.NewAsync(articles, counter);
        var rebuild = await SiteSeed.OneMoreAsync(site, articles, counter);
        return new SiteMeasurement(
            articles,
            await LengthAsync(site.Memory, Containers.Web, "", cancellationToken),
            await LengthAsync(site.Memory, Containers.Web, "search/", cancellationToken),
            rebuild
        );
    }

    private static async Task<long> LengthAsync(
        InMemoryBlobStore memory,
        string container,
        string prefix,
        CancellationToken cancellationToken
    )
    {
        var bytes = 0L;
        await foreach (var blob in memory.ListAsync(container, prefix, cancellationToken))
            bytes += blob.Length;
        return bytes;
    }

    private sealed record SiteMeasurement(int Articles, decimal Bytes, decimal SearchBytes, RebuildCost Rebuild);
}
