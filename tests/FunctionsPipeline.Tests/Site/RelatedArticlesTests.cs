using FunctionsPipeline.Catalog;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Site;

public sealed class RelatedArticlesTests
{
    private readonly SeededSite _site = new();

    [Fact]
    public async Task Articles_lead_to_those_with_the_most_topics_in_common_then_to_the_newest()
    {
        await PublishAsync("oldest", "2026-01-01", "sleep", "back pain", "work");
        await PublishAsync("older", "2026-01-02", "back pain");
        await PublishAsync("other", "2026-01-03", "knees");
        await PublishAsync("both", "2026-01-04", "Back-Pain", "SLEEP");
        await PublishAsync("one", "2026-01-05", "sleep");
        await PublishAsync("between", "2026-01-06", "feet");
        await PublishAsync("newest", "2026-01-07", "back pain", "sleep");
        await _site.RebuildAsync();

        Assert.Equal(["both", "oldest", "one"], await RelatedAsync("newest"));
        // The next one on back pain is its neighbour, and linked as that.
        Assert.Equal(["both"], await RelatedAsync("oldest"));
        Assert.Empty(await RelatedAsync("other"));
    }

    [Fact]
    public async Task Neither_the_article_nor_its_neighbours_are_named_twice()
    {
        for (var day = 1; day <= 9; day++)
            await PublishAsync($"day-{day}", $"2026-01-0{day}", "sleep");
        await _site.RebuildAsync();

        Assert.Equal(["day-7", "day-6", "day-5"], await RelatedAsync("day-9"));
        Assert.Equal(["day-3", "day-2", "day-1"], await RelatedAsync("day-5"));
        Assert.Equal([], await RelatedAsync("day-1"));
    }

    [Fact]
    public async Task A_new_article_writes_one_older_page_for_each_topic_and_no_other()
    {
        for (var i = 0; i < 60; i++)
            await PublishAsync(
                $"seed-{i:d2}",
                new DateTime(2026, 1, 1).AddDays(i).ToString("yyyy-MM-dd", null),
                $"Topic {i % 3}"
            );
        await _site.RebuildAsync();
        var written = WatchPages();

        await PublishAsync("new", "2026-06-01", "Topic 0", "Topic 1");
        await _site.RebuildAsync();

        // Its neighbour is seed-59; seed-57 and seed-58 are the newest of its topics.
        Assert.Equal(
            ["new/index.html", "seed-57/index.html", "seed-58/index.html", "seed-59/index.html"],
            written.Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal)
        );
        Assert.Contains("new", await RelatedAsync("seed-57"));
    }

    /// <summary>A new text changes the entry and the lists, and no link to it.</summary>
    [Fact]
    public async Task A_new_text_touches_no_other_page()
    {
        await PublishAsync("a", "2026-01-01", "sleep");
        await PublishAsync("b", "2026-01-02", "knees");
        await PublishAsync("c", "2026-01-03", "sleep");
        await _site.RebuildAsync();
        var read = WatchPages(nameof(IBlobStore.ReadAsync));

        await _site.PublishAsync(SeededSite.Entry("c", "2026-01-03", "sleep") with { Summary = "Another one." });
        await _site.RebuildAsync();

        Assert.Equal(["c/index.html"], read.Distinct(StringComparer.Ordinal));
        Assert.Equal(["a"], await RelatedAsync("c"));
    }

    [Fact]
    public async Task What_goes_moves_or_is_renamed_leaves_no_link_behind()
    {
        await PublishAsync("a", "2026-01-01", "sleep");
        await PublishAsync("x", "2026-01-02", "knees");
        await PublishAsync("b", "2026-01-03", "sleep");
        await PublishAsync("y", "2026-01-04", "feet");
        await PublishAsync("c", "2026-01-05", "sleep");
        await _site.RebuildAsync();
        Assert.Equal(["b", "a"], await RelatedAsync("c"));
        Assert.Equal(["b"], await RelatedAsync("a"));

        await _site.PublishAsync(SeededSite.Entry("b", "2026-01-03", "sleep") with { Title = "<New> & old" });
        await _site.RebuildAsync();
        Assert.Contains("&lt;New&gt; &amp; old", await _site.FileAsync("c/index.html"), StringComparison.Ordinal);

        await PublishAsync("b", "2026-01-03", "feet");
        await _site.RebuildAsync();
        Assert.Equal(["a"], await RelatedAsync("c"));
        Assert.Equal(["c"], await RelatedAsync("a"));
        Assert.Empty(await RelatedAsync("b"));

        await _site.UnpublishAsync(SeededSite.Entry("a", "2026-01-01", "sleep"), CatalogStatus.Draft);
        await _site.RebuildAsync();
        Assert.Empty(await RelatedAsync("c"));
    }

    [Fact]
    public async Task Readers_are_led_to_articles_in_their_language()
    {
        await PublishAsync("a", "2026-01-01", "sleep");
        await _site.PublishAsync(SeededSite.Entry("b", "2026-01-02", "sleep") with { Language = "fr-CA" });
        await _site.PublishAsync(SeededSite.Entry("c", "2026-01-03", "sleep") with { Language = "fr" });
        await _site.PublishAsync(SeededSite.Entry("d", "2026-01-04", "knees") with { Language = "fr" });
        await _site.PublishAsync(SeededSite.Entry("e", "2026-01-05", "sleep") with { Language = "fr-FR" });
        await _site.RebuildAsync();

        Assert.Equal(["c", "b"], await RelatedAsync("e"));
        Assert.Contains("Sur les mêmes sujets", await _site.FileAsync("e/index.html"), StringComparison.Ordinal);
        Assert.Empty(await RelatedAsync("a"));
    }

    /// <summary>However the articles came, each page ends with the same links.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task One_by_one_or_all_at_once_ends_the_same(int seed)
    {
        var chance = new Random(seed);
        var once = new SeededSite();
        var entries = Enumerable
            .Range(0, 50)
            .Select(i =>
                SeededSite.Entry(
                    $"n{i:d2}",
                    new DateTime(2026, 1, 1).AddDays(chance.Next(40)).ToString("yyyy-MM-dd", null),
                    [.. Enumerable.Range(0, chance.Next(4)).Select(_ => $"Topic {chance.Next(6)}").Distinct()]
                )
            )
            .ToList();
        foreach (var entry in entries.Where((_, i) => i % 5 != 0))
            await once.PublishAsync(entry);
        await once.RebuildAsync();

        foreach (var entry in entries)
        {
            await _site.PublishAsync(entry with { Tags = ["Topic 0", "Topic 9"] });
            await _site.RebuildAsync();
        }
        foreach (var (entry, i) in entries.Select((e, i) => (e, i)).OrderBy(_ => chance.Next()))
        {
            if (i % 5 == 0)
                await _site.UnpublishAsync(entry);
            else
                await _site.PublishAsync(entry);
            await _site.RebuildAsync();
        }

        foreach (var entry in entries.Where((_, i) => i % 5 != 0))
            Assert.Equal(await PageAsync(once, entry.Slug), await PageAsync(_site, entry.Slug));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(39)]
    [InlineData(40)]
    [InlineData(230)]
    public async Task What_is_around_a_key_is_found_over_the_pages_of_a_list(int items)
    {
        var list = await PagedList<ListedArticle>.OpenAsync(_site.Store, "tags/a", ListKinds.Articles, default);
        var all = Enumerable
            .Range(0, items)
            .Select(i =>
                ListedArticle.From(
                    SeededSite.Entry($"n{i:d3}", new DateTime(2025, 1, 1).AddDays(i).ToString("yyyy-MM-dd", null))
                )
            )
            .ToList();
        foreach (var item in all)
            await list.PutAsync(item, default);
        list.Settle();
        await list.SaveAsync(default);
        list = await PagedList<ListedArticle>.OpenAsync(_site.Store, "tags/a", ListKinds.Articles, default);

        for (var at = 0; at < items; at++)
        {
            var (older, newer) = await list.AroundAsync(all[at].Key, 25, 45, default);
            Assert.Equal(all.Take(at).Reverse().Take(25).Select(a => a.Slug), older.Select(a => a.Slug));
            Assert.Equal(all.Skip(at + 1).Take(45).Select(a => a.Slug), newer.Select(a => a.Slug));
        }
        var (before, after) = await list.AroundAsync("20240101", 2, 2, default);
        Assert.Empty(before);
        Assert.Equal(["n000", "n001"], after.Select(a => a.Slug));
    }

    private Task PublishAsync(string slug, string date, params string[] tags) => _site.PublishAsync(slug, date, tags);

    /// <summary>The articles' pages that are asked for or written from now on.</summary>
    private List<string> WatchPages(string watched = nameof(IBlobStore.WriteAsync))
    {
        var pages = new List<string>();
        _site.Memory.After = (operation, path) =>
        {
            if (
                operation != watched
                || path.Container != Containers.Web
                || !path.Name.EndsWith("/index.html", StringComparison.Ordinal)
                || path.Name.Count(c => c == '/') != 1
                || path.Name is "archive/index.html" or "tags/index.html" or "authors/index.html" or "search/index.html"
            )
                return;
            lock (pages)
                pages.Add(path.Name);
        };
        return pages;
    }

    private Task<List<string>> RelatedAsync(string slug) => PageAsync(_site, slug);

    private static async Task<List<string>> PageAsync(SeededSite site, string slug)
    {
        var page = (await site.FileAsync($"{slug}/index.html"))!;
        var start = page.IndexOf("<section class=\"related\"", StringComparison.Ordinal);
        return start < 0
            ? []
            :
            [
                .. System
                    .Text.RegularExpressions.Regex.Matches(
                        page[start..page.IndexOf("</section>", start, StringComparison.Ordinal)],
                        $"href=\"{SeededSite.Url}([^/]+)/\""
                    )
                    .Select(match => match.Groups[1].Value),
            ];
    }
}
