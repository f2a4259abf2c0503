using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Site;

public sealed class FormerAddressTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SeededSite _site;

    public FormerAddressTests() => _site = new SeededSite(time: _time);

    [Fact]
    public async Task A_new_slug_leaves_a_page_that_leads_to_it()
    {
        var old = SeededSite.Entry("sciatica");
        await _site.PublishAsync(old);
        await _site.RebuildAsync();

        await _site.PublishAsync(
            SeededSite.Entry("sciatic-pain") with
            {
                Source = old.Source,
                Aliases = ["sciatica", "2020/05/sciatica.html"],
            }
        );
        await _site.UnpublishAsync(old);
        await _site.RebuildAsync();

        var files = await _site.FilesAsync();
        foreach (var file in (string[])["sciatica/index.html", "2020/05/sciatica.html"])
        {
            Assert.Contains(
                "<meta http-equiv=\"refresh\" content=\"0; url=https://clinic.example.org/sciatic-pain/\">",
                files[file]
            );
            Assert.Contains("<link rel=\"canonical\" href=\"https://clinic.example.org/sciatic-pain/\">", files[file]);
            Assert.Contains("noindex", files[file]);
        }
        Assert.DoesNotContain(
            "org/sciatica/",
            files["index.html"] + files["feeds/rss.xml"] + files["sitemap-new.xml"] + files["search/part-new.json"]
        );
    }

    [Fact]
    public async Task Two_articles_may_swap_their_slugs()
    {
        var a = SeededSite.Entry("a") with { Title = "First", Source = "1.md" };
        var b = SeededSite.Entry("b") with { Title = "Second", Source = "2.md" };
        await _site.PublishAsync(a);
        await _site.PublishAsync(b);
        await _site.RebuildAsync();
        var ids = Ids(await _site.FileAsync("feeds/atom.xml"));

        await _site.PublishAsync(a with { Slug = "b", Aliases = ["a"], PageHash = "1" });
        await _site.PublishAsync(b with { Slug = "a", Aliases = ["b"], PageHash = "2" });
        await _site.RebuildAsync();

        var files = await _site.FilesAsync();
        Assert.DoesNotContain("refresh", files["a/index.html"] + files["b/index.html"]);
        Assert.Matches(
            "org/b/\">First<[\\s\\S]*org/a/\">Second<|org/a/\">Second<[\\s\\S]*org/b/\">First<",
            files["index.html"]
        );
        Assert.Equal(ids.Order(), Ids(files["feeds/atom.xml"]).Order());
    }

    [Fact]
    public async Task An_alias_goes_with_its_article()
    {
        var article = SeededSite.Entry("sciatica") with { Aliases = ["old"] };
        await _site.PublishAsync(article);
        await _site.RebuildAsync();
        Assert.NotNull(await _site.FileAsync("old/index.html"));

        await _site.UnpublishAsync(article);
        await _site.RebuildAsync();

        Assert.Null(await _site.FileAsync("old/index.html"));
        Assert.Null(await _site.FileAsync("sciatica/index.html"));
    }

    [Fact]
    public async Task An_alias_never_covers_an_article()
    {
        await _site.PublishAsync("neck");
        await _site.PublishAsync(
            SeededSite.Entry("sciatica") with
            {
                Aliases = ["neck", "archive", "../settings/site.yml", "sciatica", "A b"],
            }
        );

        await _site.RebuildAsync();

        Assert.Contains("<title>neck</title>", await _site.FileAsync("neck/index.html"));
        Assert.Contains("<title>sciatica</title>", await _site.FileAsync("sciatica/index.html"));
        Assert.Contains("All articles", await _site.FileAsync("archive/index.html"));
        var files = await _site.FilesAsync();
        Assert.All(files.Keys, f => Assert.DoesNotContain("..", f));
    }

    [Fact]
    public async Task An_article_may_take_the_address_that_an_alias_had()
    {
        await _site.PublishAsync(SeededSite.Entry("sciatica") with { Aliases = ["old"] });
        await _site.RebuildAsync();

        await _site.PublishAsync("old");
        await _site.RebuildAsync();
        Assert.Contains("<title>old</title>", await _site.FileAsync("old/index.html"));

        _time.Advance(TimeSpan.FromMinutes(1));
        await _site.UnpublishAsync(SeededSite.Entry("old"));
        await _site.RebuildAsync();
        Assert.Contains("sciatica", await _site.FileAsync("old/index.html"));
    }

    [Fact]
    public async Task An_alias_may_go_from_one_article_to_another()
    {
        await _site.PublishAsync(SeededSite.Entry("a") with { Aliases = ["old"] });
        await _site.RebuildAsync();

        await _site.PublishAsync(SeededSite.Entry("b") with { Aliases = ["old"] });
        await _site.PublishAsync(SeededSite.Entry("a"));
        await _site.RebuildAsync();

        Assert.Contains("clinic.example.org/b/", await _site.FileAsync("old/index.html"));
    }

    [Fact]
    public async Task A_page_that_is_published_again_while_the_site_deletes_it_stays()
    {
        var article = SeededSite.Entry("sciatica");
        await _site.PublishAsync(article);
        await _site.RebuildAsync();
        await _site.UnpublishAsync(article);
        _time.Advance(TimeSpan.FromSeconds(5));
        _site.Memory.Before = (operation, path) =>
        {
            if (operation != nameof(IBlobStore.DeleteAsync) || path.Name != "sciatica/index.html")
                return;
            _site.Memory.Before = null;
            Task.Run(() => _site.PublishAsync(article)).Wait();
        };

        await _site.RebuildAsync();

        Assert.NotNull(await _site.FileAsync("sciatica/index.html"));
        Assert.Contains("sciatica/", await _site.FileAsync("index.html"));
    }

    [Fact]
    public async Task Pictures_go_with_their_article()
    {
        var article = SeededSite.Entry("sciatica");
        await _site.PublishAsync(article);
        await _site.Store.WriteAsync(
            new BlobPath(Containers.Web, "sciatica/nerve.png"),
            new byte[] { 1 },
            new BlobHeaders("image/png"),
            WriteCondition.Always,
            default
        );
        await _site.RebuildAsync();

        await _site.UnpublishAsync(article);
        await _site.RebuildAsync();

        Assert.Null(await _site.FileAsync("sciatica/nerve.png"));
    }

    private static List<string> Ids(string? atom) =>
        [.. System.Text.RegularExpressions.Regex.Matches(atom!, "urn:uuid:[0-9a-f-]+").Select(m => m.Value)];
}
