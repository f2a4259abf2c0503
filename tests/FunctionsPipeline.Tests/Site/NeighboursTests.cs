using FunctionsPipeline.Catalog;

namespace FunctionsPipeline.Tests.Site;

public sealed class NeighboursTests
{
    private readonly SeededSite _site = new();

    [Fact]
    public async Task Each_article_leads_to_the_ones_before_and_after_it()
    {
        await TellAsync(("a", "2026-01-01"), ("c", "2026-03-01"));

        Assert.Equal((null, "c"), await AroundAsync("a"));
        Assert.Equal(("a", null), await AroundAsync("c"));

        await TellAsync(("b", "2026-02-01"));

        Assert.Equal((null, "b"), await AroundAsync("a"));
        Assert.Equal(("a", "c"), await AroundAsync("b"));
        Assert.Equal(("b", null), await AroundAsync("c"));
    }

    [Fact]
    public async Task What_moves_or_goes_leaves_no_link_behind()
    {
        await TellAsync(("a", "2026-01-01"), ("b", "2026-02-01"), ("c", "2026-03-01"));

        await TellAsync(("a", "2026-04-01"));
        Assert.Equal((null, "c"), await AroundAsync("b"));
        Assert.Equal(("c", null), await AroundAsync("a"));

        await _site.UnpublishAsync(SeededSite.Entry("c", "2026-03-01"), CatalogStatus.Draft);
        await _site.RebuildAsync();
        Assert.Equal((null, "a"), await AroundAsync("b"));
        Assert.Equal(("b", null), await AroundAsync("a"));
    }

    /// <summary>Publishing the same again writes a page with an empty place, and no list has anything new to tell.</summary>
    [Fact]
    public async Task A_page_that_was_written_again_gets_its_links_again()
    {
        await TellAsync(("a", "2026-01-01"), ("b", "2026-02-01"));

        await TellAsync(("a", "2026-01-01"));

        Assert.Equal((null, "b"), await AroundAsync("a"));
    }

    [Fact]
    public async Task Titles_are_escaped_and_a_template_of_ones_own_may_do_without()
    {
        await _site.PublishAsync(SeededSite.Entry("a", "2026-01-01") with { Title = "<b>Knees & \"hips\"</b>" });
        await TellAsync(("b", "2026-02-01"));
        Assert.Contains("&lt;b&gt;Knees &amp; &quot;hips&quot;&lt;/b&gt;", await _site.FileAsync("b/index.html"));

        await _site.Store.WriteAsync(
            new(FunctionsPipeline.Storage.Containers.Web, "a/index.html"),
            "No place here."u8.ToArray(),
            FunctionsPipeline.Storage.BlobHeaders.Html,
            FunctionsPipeline.Storage.WriteCondition.Always,
            default
        );
        await TellAsync(("c", "2026-01-15"));
        Assert.Equal("No place here.", await _site.FileAsync("a/index.html"));
    }

    [Fact]
    public async Task The_order_holds_over_the_pages_of_a_long_list()
    {
        var days = Enumerable
            .Range(0, 450)
            .Select(i => ($"n{i:d3}", new DateOnly(2025, 1, 1).AddDays(i).ToString("yyyy-MM-dd", null)))
            .ToArray();
        await TellAsync(days);

        await TellAsync(("late", "2025-04-10"));

        // Of one day, they stand by slug: "late" comes before "n…".
        var order = days.Select(d => d.Item1).ToList();
        order.Insert(Array.FindIndex(days, d => d.Item2 == "2025-04-10"), "late");
        for (var i = 1; i < order.Count - 1; i++)
            Assert.Equal((order[i - 1], order[i + 1]), await AroundAsync(order[i]));
    }

    private async Task TellAsync(params (string Slug, string Date)[] articles)
    {
        foreach (var (slug, date) in articles)
            await _site.PublishAsync(slug, date);
        await _site.RebuildAsync();
    }

    private async Task<(string? Older, string? Newer)> AroundAsync(string slug)
    {
        var page = await _site.FileAsync($"{slug}/index.html");
        return (Link("prev"), Link("next"));

        string? Link(string rel)
        {
            var match = System.Text.RegularExpressions.Regex.Match(
                page!,
                $"href=\"{SeededSite.Url}([^/]+)/\" rel=\"{rel}\""
            );
            return match.Success ? match.Groups[1].Value : null;
        }
    }
}
