using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Harness;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// What one more article costs a site of N: from its catalog entry to front page, lists, feeds, sitemap and search. The site
/// is seeded over ten years with usual tags, in memory, so that only our own work is timed; operations are counted at the
/// port as Azure bills them.
/// </summary>
internal sealed class SiteBenchmark : IBenchmark
{
    public string Name => "site";

    public string Usage =>
        "[--articles 10000] [--beside 100]  storage_operations, bytes_written and seconds of publishing one more article on a site of N; operations_ratio to a small one";

    public IReadOnlyList<Aim> Aims => [new("operations_ratio", 1.05)];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var articles = arguments.Number("articles", arguments.Quick ? 200 : 10_000);
        var small = arguments.Number("beside", arguments.Quick ? 50 : 100);
        var (beside, _) = await CostAsync(small, log, cancellationToken);
        var (cost, files) = await CostAsync(articles, log, cancellationToken);
        return new JsonObject
        {
            ["articles"] = articles,
            ["storage_operations"] = Math.Round(cost.Operations, 1),
            ["reads"] = Math.Round(cost.Reads, 1),
            ["writes"] = Math.Round(cost.Writes, 1),
            ["lists"] = Math.Round(cost.Lists, 1),
            ["bytes_written"] = cost.Bytes,
            ["seconds"] = Math.Round(cost.Time.TotalSeconds, 4),
            ["files_on_site"] = files,
            ["small_storage_operations"] = Math.Round(beside.Operations, 1),
            ["operations_ratio"] = Math.Round(cost.Operations / beside.Operations, 3),
        };
    }

    private static async Task<(RebuildCost Cost, int Files)> CostAsync(
        int articles,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var counter = new OperationCounter();
        var seeding = Stopwatch.StartNew();
        var site = await SiteSeed.NewAsync(articles, counter);
        await log.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"seeded {articles} articles in {seeding.Elapsed.TotalSeconds:0.0} s"
            )
        );
        var cost = await SiteSeed.OneMoreAsync(site, articles, counter);
        return (cost, (await site.FilesAsync()).Count);
    }
}
