using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Site;

/// <summary>Whatever happens to an article: pages, feeds, sitemap and search tell the same story.</summary>
public sealed class SiteStoryTests
{
    /// <summary>Every place that tells of an article with the tag "Back pain", published in March 2026.</summary>
    private static readonly string[] Places =
    [
        "index.html",
        "archive/2026/03/index.html",
        "tags/back-pain/index.html",
        "authors/jane-doe/index.html",
        "feeds/rss.xml",
        "feeds/atom.xml",
        "feeds/feed.json",
        "feeds/tags/back-pain/rss.xml",
        "feeds/tags/back-pain/atom.xml",
        "feeds/tags/back-pain/feed.json",
        "feeds/newsletters/newsletter/rss.xml",
        "feeds/newsletters/newsletter/atom.xml",
        "feeds/newsletters/newsletter/feed.json",
        "sitemap-new.xml",
        "search/part-new.json",
    ];

    private readonly SeededSite _site = new();

    [Fact]
    public async Task A_published_article_is_told_of_everywhere()
    {
        await _site.PublishAsync("sciatica", "2026-03-10", "Back pain");

        await _site.RebuildAsync();

        foreach (var place in Places)
            Assert.Contains("sciatica/", await _site.FileAsync(place));
        Assert.Contains("Back pain", await _site.FileAsync("tags/index.html"));
        Assert.Contains("Jane Doe", await _site.FileAsync("authors/index.html"));
        Assert.Contains("2026", await _site.FileAsync("archive/index.html"));
        Assert.Contains("March", await _site.FileAsync("archive/2026/index.html"));
        Assert.Equal("sciatica", Assert.Single(_site.Followed.Entries).Slug);
    }

    [Fact]
    public async Task A_new_site_is_whole_before_its_first_article()
    {
        await _site.RebuildAsync();

        var files = await _site.FilesAsync();
        string[] expected =
        [
            "404.html",
            "archive/index.html",
            "assets/search.js",
            "authors/index.html",
            "feeds/atom.xml",
            "feeds/feed.json",
            "feeds/newsletters/newsletter/atom.xml",
            "feeds/newsletters/newsletter/feed.json",
            "feeds/newsletters/newsletter/rss.xml",
            "feeds/rss.xml",
            "index.html",
            "issues/index.html",
            "robots.txt",
            "search/index.html",
            "search/index.json",
            "search/part-new.json",
            "sitemap-new.xml",
            "sitemap-site.xml",
            "sitemap.xml",
            "tags/index.html",
        ];
        Assert.Equal(expected, files.Keys.Where(name => !name.StartsWith("assets/fonts/", StringComparison.Ordinal)));
        Assert.Contains("Nothing has been published yet", files["index.html"]);
    }

    [Fact]
    public async Task Running_again_writes_nothing()
    {
        await _site.PublishAsync("sciatica", "2026-03-10", "Back pain");
        await _site.RebuildAsync();
        await _site.Changes.RecordArticleAsync(Slug.Parse("sciatica"), default);
        var written = new List<BlobPath>();
        _site.Memory.Before = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.WriteAsync))
                written.Add(path);
        };

        var again = await _site.RebuildAsync();

        Assert.Equal(0, again.Articles);
        Assert.DoesNotContain(written, w => w.Container == Containers.Web);
    }

    [Theory]
    [InlineData(CatalogStatus.Removed)]
    [InlineData(CatalogStatus.Draft)]
    [InlineData(CatalogStatus.Scheduled)]
    public async Task An_article_that_is_taken_back_is_told_of_nowhere(CatalogStatus status)
    {
        var article = SeededSite.Entry("sciatica", "2026-03-10", "Back pain");
        await _site.PublishAsync(article);
        await _site.PublishAsync("neck", "2025-01-01", "Neck");
        await _site.RebuildAsync();

        await _site.UnpublishAsync(article, status);
        await _site.RebuildAsync();

        var files = await _site.FilesAsync();
        Assert.DoesNotContain("sciatica/index.html", files.Keys);
        Assert.All(files, f => Assert.DoesNotContain("sciatica", f.Value));
        string[] gone =
        [
            "tags/back-pain/index.html",
            "feeds/tags/back-pain/rss.xml",
            "archive/2026/index.html",
            "archive/2026/03/index.html",
        ];
        Assert.Empty(gone.Intersect(files.Keys));
        Assert.Contains("neck/", files["index.html"]);
    }

    [Fact]
    public async Task A_page_is_deleted_only_when_nothing_links_to_it()
    {
        var article = SeededSite.Entry("sciatica", "2026-03-10", "Back pain");
        await _site.PublishAsync(article);
        await _site.PublishAsync("neck", "2025-01-01", "Neck", "Back pain");
        await _site.RebuildAsync();
        await _site.UnpublishAsync(article);
        List<string> linking = [];
        _site.Memory.Before = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.DeleteAsync) && path.ToString() == "$web/sciatica/index.html")
            {
                _site.Memory.Before = null;
                linking =
                [
                    .. Task.Run(_site.FilesAsync)
                        .Result.Where(f =>
                            f.Key != "sciatica/index.html" && f.Value.Contains("sciatica/", StringComparison.Ordinal)
                        )
                        .Select(f => f.Key)
                        .Where(f => !f.StartsWith("archive/2026", StringComparison.Ordinal)),
                ]; // unlinked themselves by now, deleted next
                linking.Add("deleted");
            }
        };

        await _site.RebuildAsync();

        Assert.Equal(["deleted"], linking);
    }

    [Fact]
    public async Task An_article_whose_page_is_not_there_is_not_linked_to_but_published_again()
    {
        await _site.PublishAsync("sciatica");
        await _site.Store.DeleteAsync(new BlobPath(Containers.Web, "sciatica/index.html"), null, default);

        await _site.RebuildAsync();

        Assert.All(await _site.FilesAsync(), f => Assert.DoesNotContain("sciatica", f.Value));
        Assert.Equal(["sciatica"], _site.Restored.Slugs);

        await _site.PublishAsync("sciatica");
        await _site.RebuildAsync();
        Assert.Contains("sciatica/", await _site.FileAsync("index.html"));
    }

    [Fact]
    public async Task A_change_of_date_tags_and_author_moves_it_from_list_to_list()
    {
        await _site.PublishAsync("sciatica", "2026-03-10", "Back pain", "Nerves");
        await _site.RebuildAsync();

        await _site.PublishAsync(
            SeededSite.Entry("sciatica", "2024-11-05", "Nerves", "Legs") with
            {
                Author = "Tom Smith",
                Title = "Sciatica & you",
            }
        );
        await _site.RebuildAsync();

        var files = await _site.FilesAsync();
        Assert.DoesNotContain("tags/back-pain/index.html", files.Keys);
        Assert.DoesNotContain("authors/jane-doe/index.html", files.Keys);
        Assert.DoesNotContain("archive/2026/03/index.html", files.Keys);
        foreach (
            var place in (string[])
                [
                    "tags/legs/index.html",
                    "tags/nerves/index.html",
                    "authors/tom-smith/index.html",
                    "archive/2024/11/index.html",
                ]
        )
            Assert.Contains("Sciatica &amp; you", files[place]);
        Assert.DoesNotContain("Back pain", files["tags/index.html"]);
    }

    [Fact]
    public async Task The_reader_s_month_is_the_site_s_month()
    {
        // Half past midnight UTC on the first of April is still March in Regina.
        await _site.PublishAsync("late", "2026-04-01T00:30:00Z");

        await _site.RebuildAsync();

        Assert.NotNull(await _site.FileAsync("archive/2026/03/index.html"));
        Assert.Null(await _site.FileAsync("archive/2026/04/index.html"));
    }

    [Fact]
    public async Task A_newsletter_s_feed_carries_what_the_newsletter_would()
    {
        _site.Settings.Settings = _site.Settings.Settings with
        {
            Newsletters =
            [
                new()
                {
                    Id = "backs",
                    Name = "Backs",
                    Topics = ["back PAIN"],
                },
                new() { Id = "everything", Name = "Everything" },
            ],
        };
        await _site.PublishAsync("sciatica", "2026-03-10", "Back pain");
        await _site.PublishAsync("neck", "2026-03-11", "Neck");
        await _site.PublishAsync(SeededSite.Entry("private", "2026-03-12", "Back pain") with { Newsletter = false });

        await _site.RebuildAsync();

        var backs = (await _site.FileAsync("feeds/newsletters/backs/rss.xml"))!;
        var everything = (await _site.FileAsync("feeds/newsletters/everything/rss.xml"))!;
        Assert.Contains("sciatica", backs);
        Assert.DoesNotContain("neck", backs);
        Assert.Contains("neck", everything);
        Assert.DoesNotContain("private", backs + everything);
    }

    [Fact]
    public async Task When_the_newsletters_change_their_feeds_follow()
    {
        await _site.PublishAsync("sciatica", "2026-03-10", "Back pain");
        await _site.PublishAsync("neck", "2026-03-11", "Neck");
        await _site.RebuildAsync();

        _site.Settings.Settings = _site.Settings.Settings with
        {
            Newsletters =
            [
                new()
                {
                    Id = "necks",
                    Name = "Necks",
                    Topics = ["neck"],
                },
            ],
        };
        await _site.RebuildAsync();

        var necks = (await _site.FileAsync("feeds/newsletters/necks/rss.xml"))!;
        Assert.Contains("neck/", necks);
        Assert.DoesNotContain("sciatica", necks);
    }

    [Fact]
    public async Task A_new_look_reaches_every_page()
    {
        for (var i = 0; i < 60; i++)
            await _site.PublishAsync($"a{i}", "2026-03-10", "Back pain");
        await _site.RebuildAsync();

        _site.Settings.Settings = _site.Settings.Settings with { Name = "The new name" };
        await _site.RebuildAsync();

        var pages = (await _site.FilesAsync())
            .Where(f => f.Key.EndsWith(".html", StringComparison.Ordinal) && !f.Key.StartsWith('a'))
            .ToList();
        Assert.Contains(pages, p => p.Key == "tags/back-pain/page/1/index.html");
        Assert.All(pages, p => Assert.Contains("The new name", p.Value));
    }

    [Fact]
    public async Task Lost_lists_are_built_again_from_the_catalog()
    {
        for (var i = 0; i < 5; i++)
            await _site.PublishAsync($"a{i}", $"2026-03-1{i}", "Back pain");
        await _site.RebuildAsync();
        var before = await _site.FilesAsync();
        await foreach (var entry in _site.Store.ListAsync(Containers.State, "index/", default))
            await _site.Store.DeleteAsync(new BlobPath(Containers.State, entry.Name), null, default);

        await _site.RebuildAsync();

        Assert.Equal(before, await _site.FilesAsync());
    }
}
