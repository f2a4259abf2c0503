using System.Diagnostics;
using System.Globalization;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>A site in memory whose articles lie over ten years, and what one more costs it.</summary>
internal static class SiteSeed
{
    /// <summary>Several, because now and then a page is sealed.</summary>
    private const int Samples = 20;

    /// <param name="counter">Counts what is asked of storage.</param>
    public static async Task<SeededSite> NewAsync(int articles, OperationCounter counter)
    {
        var site = new SeededSite(counter: counter);
        for (var i = 0; i < articles; i++)
            await PublishAsync(site, $"seed-{i}", new DateTime(2016, 1, 1).AddDays(i * 3700.0 / articles), i, articles);
        await site.RebuildAsync();
        return site;
    }

    /// <summary>Publishes some more, one by one, each with its rebuild, and says what one of them cost.</summary>
    public static async Task<RebuildCost> OneMoreAsync(SeededSite site, int articles, OperationCounter counter)
    {
        var (before, bytes) = (counter.Counts, counter.WrittenBytes);
        var clock = new Stopwatch();
        for (var i = 0; i < Samples; i++)
        {
            await PublishAsync(site, $"new-{i}", new DateTime(2026, 3, 1).AddDays(i), i, articles);
            clock.Start();
            await site.RebuildAsync();
            clock.Stop();
        }
        var counts = counter.Counts - before;
        return new RebuildCost(
            (decimal)counts.Reads / Samples,
            (decimal)counts.Writes / Samples,
            (decimal)counts.Lists / Samples,
            (counter.WrittenBytes - bytes) / Samples,
            clock.Elapsed / Samples
        );
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

/// <summary>One more article on a site: what its rebuild asks for and writes.</summary>
/// <param name="Bytes">Written.</param>
internal sealed record RebuildCost(decimal Reads, decimal Writes, decimal Lists, long Bytes, TimeSpan Time)
{
    public decimal Operations => Reads + Writes + Lists;
}
