using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsPipeline.Catalog;

namespace FunctionsPipeline.Tests.Site;

/// <summary>Pages are numbered from the oldest, and what a number shows stays.</summary>
public sealed partial class PagingTests
{
    private readonly SeededSite _site = new();

    [Fact]
    public async Task New_articles_leave_old_pages_as_they_are()
    {
        await PublishAsync(0, 60);
        await _site.RebuildAsync();
        var before = (await _site.FileAsync("tags/knees/page/1/index.html"))!;

        await PublishAsync(60, 200);
        await _site.RebuildAsync();

        Assert.Equal(before, await _site.FileAsync("tags/knees/page/1/index.html"));
        Assert.Equal(Slugs(0, 20), Shown(before));
    }

    [Fact]
    public async Task Every_article_is_on_exactly_one_page_and_older_leads_through_them_all()
    {
        for (var i = 0; i < 130; i += 7)
        {
            await PublishAsync(i, Math.Min(i + 7, 130));
            await _site.RebuildAsync();
        }

        var (pages, shown) = await WalkAsync("tags/knees/");
        Assert.Equal(Slugs(0, 130), shown);
        Assert.Equal(
            [
                "tags/knees/",
                "tags/knees/page/5/",
                "tags/knees/page/4/",
                "tags/knees/page/3/",
                "tags/knees/page/2/",
                "tags/knees/page/1/",
            ],
            pages
        );
    }

    [Fact]
    public async Task An_article_with_an_old_date_goes_among_the_old_ones()
    {
        await PublishAsync(0, 100);
        await _site.RebuildAsync();
        var third = await _site.FileAsync("tags/knees/page/3/index.html");

        await _site.PublishAsync("backdated", Date(5, "16"), "Knees");
        await _site.RebuildAsync();

        Assert.Contains("backdated", Shown((await _site.FileAsync("tags/knees/page/1/index.html"))!));
        Assert.Equal(third, await _site.FileAsync("tags/knees/page/3/index.html"));
    }

    [Fact]
    public async Task A_page_that_grows_too_large_is_split_and_the_others_keep_their_numbers()
    {
        await PublishAsync(0, 100);
        await _site.RebuildAsync();
        var third = await _site.FileAsync("tags/knees/page/3/index.html");
        for (var i = 0; i < 30; i++)
            await _site.PublishAsync($"between-{i:00}", Date(5, "16"), "Knees");

        await _site.RebuildAsync();

        var (pages, shown) = await WalkAsync("tags/knees/");
        Assert.Equal(130, shown.Distinct().Count());
        Assert.Equal(130, shown.Count);
        Assert.Contains("tags/knees/page/5/", pages);
        Assert.Equal(third, await _site.FileAsync("tags/knees/page/3/index.html"));
    }

    [Fact]
    public async Task A_page_whose_articles_are_all_gone_goes_too()
    {
        await PublishAsync(0, 100);
        await _site.RebuildAsync();
        for (var i = 20; i < 40; i++)
            await _site.UnpublishAsync(Entry(i));

        await _site.RebuildAsync();

        Assert.Null(await _site.FileAsync("tags/knees/page/2/index.html"));
        var (pages, shown) = await WalkAsync("tags/knees/");
        Assert.DoesNotContain("tags/knees/page/2/", pages);
        Assert.Equal([.. Slugs(0, 20), .. Slugs(40, 100)], shown);
    }

    [Fact]
    public async Task Search_and_sitemap_grow_by_parts()
    {
        await PublishAsync(0, 350);
        await _site.RebuildAsync();
        var first = await _site.FileAsync("search/part-1.json");

        await PublishAsync(350, 360);
        _site.Memory.Calls.Clear();
        await _site.RebuildAsync();

        Assert.Equal(first, await _site.FileAsync("search/part-1.json"));
        var files = await _site.FilesAsync();
        var found = files
            .Where(f => f.Key.StartsWith("search/part-", StringComparison.Ordinal))
            .SelectMany(f => Path().Matches(f.Value).Select(m => m.Groups[1].Value));
        Assert.Equal(Slugs(0, 360), found.Order(StringComparer.Ordinal));
        var mapped = files
            .Where(f => f.Key.StartsWith("sitemap-", StringComparison.Ordinal))
            .SelectMany(f => Location().Matches(f.Value).Select(m => m.Groups[1].Value));
        Assert.Equal(Slugs(0, 360), mapped.Order(StringComparer.Ordinal));
        Assert.All(
            ["sitemap-1.xml", "sitemap-2.xml", "sitemap-new.xml"],
            s => Assert.Contains($"https://clinic.example.org/{s}", files["sitemap.xml"])
        );
    }

    [Fact]
    public async Task Ten_thousand_tags_are_a_directory_of_short_pages()
    {
        for (var i = 0; i < 500; i++)
            await _site.PublishAsync(
                $"a{i}",
                "2026-03-10",
                [.. Enumerable.Range(i * 20, 20).Select(t => $"tag {t:00000}")]
            );
        await _site.RebuildAsync();

        var files = await _site.FilesAsync();
        var directory = files.Where(f => f.Key.StartsWith("tags/all/", StringComparison.Ordinal)).ToList();
        Assert.Equal(10_000, directory.SelectMany(d => Tag().Matches(d.Value).Select(m => m.Value)).Distinct().Count());
        Assert.True(files["tags/index.html"].Length < 60_000);
        Assert.All(directory, d => Assert.True(d.Value.Length < 80_000));
        Assert.Equal(
            10_000,
            files.Keys.Count(f =>
                f.StartsWith("feeds/tags/", StringComparison.Ordinal) && f.EndsWith("rss.xml", StringComparison.Ordinal)
            )
        );
    }

    private async Task PublishAsync(int from, int to)
    {
        for (var i = from; i < to; i++)
            await _site.PublishAsync(Entry(i));
    }

    private static CatalogEntry Entry(int i) => SeededSite.Entry($"n{i:000}", Date(i), "Knees");

    private static string Date(int i, string hour = "15") =>
        new DateTime(2020, 1, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + $"T{hour}:00:00Z";

    private static List<string> Slugs(int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(i => $"n{i:000}")];

    /// <summary>Oldest first, as the lists keep them.</summary>
    private static List<string> Shown(string html) =>
        [.. Card().Matches(html).Select(m => m.Groups[1].Value).Reverse()];

    /// <summary>As a reader does: from the newest page by the link to older ones.</summary>
    private async Task<(List<string> Pages, List<string> Shown)> WalkAsync(string path)
    {
        var pages = new List<string>();
        var shown = new List<string>();
        string? newer = null;
        for (var next = path; next is not null; )
        {
            var html = await _site.FileAsync(next + "index.html");
            Assert.NotNull(html);
            Assert.Equal(newer, Newer().Match(html) is { Success: true } back ? back.Groups[1].Value : null);
            pages.Add(next);
            shown.InsertRange(0, Shown(html));
            newer = next;
            next = Older().Match(html) is { Success: true } match ? match.Groups[1].Value : null;
        }
        return (pages, shown);
    }

    [GeneratedRegex("<h2><a href=\"https://clinic.example.org/([^\"]+)/\">")]
    private static partial Regex Card();

    [GeneratedRegex("rel=\"prev\" href=\"https://clinic.example.org/([^\"]+)\"")]
    private static partial Regex Older();

    [GeneratedRegex("rel=\"next\" href=\"https://clinic.example.org/([^\"]+)\"")]
    private static partial Regex Newer();

    [GeneratedRegex("\"path\":\"([^\"]+)/\"")]
    private static partial Regex Path();

    [GeneratedRegex("<loc>https://clinic.example.org/(n[0-9]+)/</loc>")]
    private static partial Regex Location();

    [GeneratedRegex("https://clinic.example.org/tags/tag-[0-9]+/")]
    private static partial Regex Tag();
}
