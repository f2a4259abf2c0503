using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Benchmarks.Page;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// What a reader's first visit costs on a phone with a slow connection: each page in headless Chromium, without a cache, over a
/// connection as Lighthouse simulates it. Its processor is not slowed down. The median of several visits; the worst page counts.
/// </summary>
internal sealed class PageBenchmark : IBenchmark
{
    public string Name => "page";

    public string Usage =>
        "[--visits 5]  largest contentful paint, layout shift and bytes without pictures of a page's first visit, in Chromium over 150 ms and 1.6 Mbit/s";

    public IReadOnlyList<Aim> Aims =>
        [new("largest_paint_ms", 1000), new("layout_shift", 0), new("article_kb_without_pictures", 60)];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var visits = arguments.Number("visits", arguments.Quick ? 1 : 5);
        using var scratch = new ScratchFolder();
        await using var site = await ReadSite.StartAsync(scratch.Path, cancellationToken);
        await using var browser = await Chromium.StartAsync(cancellationToken);
        var (pages, loads) = (new JsonObject(), new Dictionary<string, PageLoad>(StringComparer.Ordinal));
        foreach (var (name, path) in ReadSite.Pages)
        {
            var seen = new List<PageLoad>();
            for (var visit = 0; visit < visits; visit++)
                seen.Add(await PageLoad.MeasureAsync(browser, new Uri(site.Address, path), cancellationToken));
            // The median of the times; what was sent and what moved is the same each time, or the most of it counts.
            var load = seen.OrderBy(l => l.LargestPaint).ElementAt(visits / 2) with
            {
                LayoutShift = seen.Max(l => l.LayoutShift),
                Bytes = seen.Max(l => l.Bytes),
            };
            loads[name] = load;
            pages[name] = new JsonObject
            {
                ["largest_paint_ms"] = Math.Round(load.LargestPaint.TotalMilliseconds),
                ["layout_shift"] = Math.Round(load.LayoutShift, 4),
                ["kb_without_pictures"] = Kb(load.Bytes),
                ["picture_kb"] = Kb(load.PictureBytes),
                ["requests"] = load.Requests,
            };
            await log.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: {load.LargestPaint.TotalMilliseconds:0} ms, shift {load.LayoutShift:0.0000}, {load.Bytes:N0} bytes + {load.PictureBytes:N0} of pictures in {load.Requests} requests"
                )
            );
        }
        return new JsonObject
        {
            ["visits"] = visits,
            ["largest_paint_ms"] = Math.Round(loads.Values.Max(l => l.LargestPaint).TotalMilliseconds),
            ["layout_shift"] = Math.Round(loads.Values.Max(l => l.LayoutShift), 4),
            ["article_kb_without_pictures"] = Kb(loads["article"].Bytes),
            ["most_kb_without_pictures"] = Kb(loads.Values.Max(l => l.Bytes)),
            ["pages"] = pages,
        };
    }

    /// <summary>Of 1,000 bytes.</summary>
    private static double Kb(long bytes) => Math.Round(bytes / 1000.0, 1);
}
