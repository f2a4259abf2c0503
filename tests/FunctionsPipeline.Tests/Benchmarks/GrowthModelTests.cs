using System.Text.Json;
using FunctionsPipeline.Benchmarks.Growth;
using FunctionsPipeline.Cli.Cost;

namespace FunctionsPipeline.Tests.Benchmarks;

/// <summary>Growth by the numbers, with costs that can be multiplied in the head.</summary>
public sealed class GrowthModelTests
{
    private static readonly StepOperations Nothing = new(0, 0, 0, 0, 0, 1, 0);

    private static readonly UnitCosts Costs = new(
        new MeasuredOperations(
            "a test",
            "2027-01-01",
            Nothing,
            Nothing,
            Nothing,
            Issue: Nothing with
            {
                Reads = 256,
            },
            Request: Nothing with
            {
                Reads = 20,
                Seconds = 1.3m,
            },
            Nothing,
            Nothing,
            Nothing
        ),
        BytesPerRecord: 200,
        BytesPerRecipient: 100,
        CpuPerCandidate: TimeSpan.FromMicroseconds(10),
        CpuPerRequest: TimeSpan.FromMilliseconds(10),
        Render: 10,
        CpuPerArticle: TimeSpan.FromMilliseconds(1),
        SiteBytesPerArticle: 20_000,
        RebuildOperations: 70,
        RebuildBytes: 1_000_000,
        RebuildBytesPerArticle: 10,
        SearchBytesPerArticle: 100
    );

    [Fact]
    public void Two_bundles_of_five_requests_are_handed_over_at_a_time_by_each_instance()
    {
        // 1,000 requests are 200 bundles: 100 rounds of 1.3 s; by forty instances three.
        Assert.Equal(100 * 1.3, Model().People(1_000_000, 1).Staging.TotalSeconds, 3);
        Assert.Equal(3 * 1.3, Model().People(1_000_000, 40).Staging.TotalSeconds, 3);
    }

    /// <summary>No instance can take a part of a bundle from another.</summary>
    [Fact]
    public void A_single_bundle_takes_its_time_however_many_instances_there_are() =>
        Assert.Equal(1.3, Model().People(500, 40).Staging.TotalSeconds, 3);

    [Fact]
    public void Where_the_processor_takes_longer_than_the_waiting_it_counts()
    {
        var costs = Costs with { CpuPerRequest = TimeSpan.FromSeconds(1) };

        Assert.Equal(1_000, new GrowthModel(costs).People(1_000_000, 1).Staging.TotalSeconds, 3);
        Assert.Equal(100, Model().People(10_000_000, 1).Planning.TotalSeconds, 3);
    }

    /// <summary>200 bytes a record: 0.8 MB a shard are left alone, 8 MB are split into sixteen.</summary>
    [Theory]
    [InlineData(1_000_000, 256, 781_250)]
    [InlineData(10_000_000, 4_096, 488_281)]
    public void Shards_grow_with_the_list(long subscribers, int shards, int bytes)
    {
        var growth = Model().People(subscribers, 1);

        Assert.Equal((shards, bytes), (growth.Shards, Math.Floor(growth.ShardBytes)));
    }

    [Fact]
    public void What_is_above_a_limit_is_more_than_all_of_it()
    {
        var limits = Model().People(100_000_000, 1).Limits;

        var window = Assert.Single(limits, l => l.Name.StartsWith("handing over", StringComparison.Ordinal));
        Assert.Equal(14 * 60, window.Most);
        Assert.True(window.Share > 1);
    }

    [Fact]
    public void A_site_grows_by_what_an_article_adds()
    {
        var site = Model().Articles(10_000, 1);

        Assert.Equal((1_100_000, 200_000_000, 1_000_000), (site.RebuildBytes, site.SiteBytes, site.SearchBytes));
        // 100,000 calls of 15 ms, eight at a time.
        Assert.Equal(187.5, site.Archive.TotalSeconds, 3);
    }

    /// <summary>The charts are drawn from the results file.</summary>
    [Fact]
    public void Costs_are_the_same_after_they_were_kept_as_json() =>
        Assert.Equal(Costs, JsonSerializer.Deserialize<UnitCosts>(JsonSerializer.Serialize(Costs)));

    private static GrowthModel Model() => new(Costs);
}
