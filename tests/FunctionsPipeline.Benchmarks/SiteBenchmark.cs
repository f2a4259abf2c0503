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
    /// <summary>Several, because now and then a page is sealed.</summary>
    private const int Samples = 20;

    public string Name => "site";

    public string Usage =>
        "[--articles 10000]  storage_operations, bytes_written and seconds of publishing one more article on a site of N";

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var articles = arguments.Number("articles", arguments.Quick ? 200 : 10_000);
        var counter = new OperationCounter();
        var site = new SeededSite(counter: counter);
        var seeding = Stopwatch.StartNew();
        for (var i = 0; i < articles; i++)
            await PublishAsync(site, $"seed-{i}", new DateTime(2016, 1, 1).AddDays(i * 3700.0 / articles), i, articles);
        await site.RebuildAsync();
        await log.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"seeded {articles} articles in {seeding.Elapsed.TotalSeconds:0.0} s"
            )
        );

        var (before, bytes) = (counter.Counts, counter.WrittenBytes);
        var clock = new Stopwatch();
        for (var i = 0; i < Samples; i++)
        {
            await PublishAsync(site, $"new-{i}", new DateTime(2026, 3, 1).AddDays(i), i, articles);
            clock.Start();
            await site.RebuildAsync();
            clock.Stop();
        }
        var cost = counter.Counts - before;
        return new JsonObject
        {
            ["articles"] = articles,
            ["storage_operations"] = Math.Round((cost.Reads + cost.Writes + cost.Lists) / (double)Samples, 1),
            ["reads"] = Math.Round(cost.Reads / (double)Samples, 1),
            ["writes"] = Math.Round(cost.Writes / (double)Samples, 1),
            ["lists"] = Math.Round(cost.Lists / (double)Samples, 1),
            ["bytes_written"] = (counter.WrittenBytes - bytes) / Samples,
            ["seconds"] = Math.Round(clock.Elapsed.TotalSeconds / Samples, 4),
            ["files_on_site"] = (await site.FilesAsync()).Count,
        };
    }

    /// <summary>
    /// Three tags: one of ten that everyone uses, one of a hundred, one of as many as there are articles for.
    /// </summary>
    private static Task PublishAsync(SeededSite site, string slug, DateTime date, int number, int articles) =>
        site.PublishAsync(
            SeededSite.Entry(
                slug,
                date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                $"Topic {number % 10}",
                $"Subject {number * 7 % 100}",
                $"Detail {number % Math.Max(1, articles / 4)}"
            ) with
            {
                Author = $"Author {number % 12}",
            },
            SampleText.Article(number)
        );
}
