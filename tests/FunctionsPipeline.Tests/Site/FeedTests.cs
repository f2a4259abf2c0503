using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Site;

/// <summary>What feed readers require (RSS 2.0, RFC 4287, JSON Feed 1.1), read as they read it: with a parser.</summary>
public sealed class FeedTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";

    private readonly SeededSite _site = new();

    [Fact]
    public async Task Rss_has_what_readers_require()
    {
        await FillAsync();

        var channel = XDocument.Parse((await _site.FileAsync("feeds/rss.xml"))!).Root!.Element("channel")!;

        Assert.All(
            ["title", "link", "description"],
            name => Assert.False(string.IsNullOrEmpty(channel.Element(name)?.Value))
        );
        var self = Assert.Single(channel.Elements(Atom + "link"), l => l.Attribute("rel")?.Value == "self");
        Assert.Equal("https://clinic.example.org/feeds/rss.xml", self.Attribute("href")?.Value);
        var items = channel.Elements("item").ToList();
        Assert.Equal(20, items.Count);
        Assert.All(
            items,
            item =>
            {
                Assert.Equal("false", item.Element("guid")?.Attribute("isPermaLink")?.Value);
                Assert.Equal("GMT", item.Element("pubDate")?.Value[^3..]);
                Assert.True(
                    DateTimeOffset.TryParseExact(
                        item.Element("pubDate")?.Value,
                        "r",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out _
                    )
                );
                Assert.True(
                    Uri.TryCreate(item.Element("link")?.Value, UriKind.Absolute, out var link)
                        && link.Host == "clinic.example.org"
                );
                var names = item.Elements().Select(e => e.Name).ToList();
                Assert.True(names.IndexOf("description") < names.IndexOf(Content + "encoded"));
                Assert.InRange(item.Elements("enclosure").Count(), 0, 1);
            }
        );
        Assert.Equal(20, items.Select(i => i.Element("guid")?.Value).Distinct().Count());
        Assert.Contains("<strong>full text of a29</strong>", items[0].Element(Content + "encoded")?.Value);
    }

    [Fact]
    public async Task Atom_has_what_the_standard_requires()
    {
        await FillAsync();

        var feed = XDocument.Parse((await _site.FileAsync("feeds/atom.xml"))!).Root!;

        Assert.Equal(Atom + "feed", feed.Name);
        foreach (var element in feed.Elements(Atom + "entry").Prepend(feed))
        {
            Assert.All(
                ["id", "title", "updated"],
                name => Assert.False(string.IsNullOrEmpty(element.Element(Atom + name)?.Value))
            );
            Assert.True(Uri.TryCreate(element.Element(Atom + "id")?.Value, UriKind.Absolute, out _));
            Assert.True(
                DateTimeOffset.TryParse(element.Element(Atom + "updated")?.Value, CultureInfo.InvariantCulture, out _)
            );
        }
        Assert.NotNull(feed.Element(Atom + "author")?.Element(Atom + "name"));
        Assert.Single(feed.Elements(Atom + "link"), l => l.Attribute("rel")?.Value == "self");
        Assert.All(
            feed.Elements(Atom + "entry"),
            e => Assert.Equal("html", e.Element(Atom + "content")?.Attribute("type")?.Value)
        );
    }

    [Fact]
    public async Task Json_feed_has_what_the_standard_requires()
    {
        await FillAsync();

        using var json = JsonDocument.Parse((await _site.FileAsync("feeds/feed.json"))!);

        var feed = json.RootElement;
        Assert.Equal("https://jsonfeed.org/version/1.1", feed.GetProperty("version").GetString());
        Assert.Equal("https://clinic.example.org/feeds/feed.json", feed.GetProperty("feed_url").GetString());
        Assert.Equal(JsonValueKind.Array, feed.GetProperty("authors").ValueKind);
        Assert.All(
            feed.GetProperty("items").EnumerateArray(),
            item =>
            {
                Assert.Equal(JsonValueKind.String, item.GetProperty("id").ValueKind);
                Assert.False(string.IsNullOrEmpty(item.GetProperty("content_html").GetString()));
            }
        );
    }

    [Theory]
    [InlineData("feeds/rss.xml", "application/rss+xml; charset=utf-8")]
    [InlineData("feeds/atom.xml", "application/atom+xml; charset=utf-8")]
    [InlineData("feeds/feed.json", "application/feed+json; charset=utf-8")]
    [InlineData("sitemap.xml", "application/xml; charset=utf-8")]
    [InlineData("robots.txt", "text/plain; charset=utf-8")]
    [InlineData("assets/search.js", "text/javascript; charset=utf-8")]
    [InlineData("index.html", "text/html; charset=utf-8")]
    public async Task Each_kind_of_file_says_what_it_is_and_how_long_it_may_be_kept(string file, string contentType)
    {
        await _site.RebuildAsync();

        var blob = await _site.Store.ReadAsync(new BlobPath(Containers.Web, file), default);

        Assert.Equal(contentType, blob!.Headers.ContentType);
        Assert.Contains("max-age=", blob.Headers.CacheControl);
    }

    [Fact]
    public async Task Hubs_are_named_where_a_websub_target_is_configured()
    {
        _site.Settings.Settings = _site.Settings.Settings with
        {
            Targets =
            [
                new TargetSettings
                {
                    Name = "hub",
                    Type = "websub",
                    Options = new Dictionary<string, string> { ["hub"] = "https://hub.example.net/" },
                },
            ],
        };
        await FillAsync();

        var atom = XDocument.Parse((await _site.FileAsync("feeds/atom.xml"))!).Root!;
        Assert.Equal(
            "https://hub.example.net/",
            Assert
                .Single(atom.Elements(Atom + "link"), l => l.Attribute("rel")?.Value == "hub")
                .Attribute("href")
                ?.Value
        );
        using var json = JsonDocument.Parse((await _site.FileAsync("feeds/feed.json"))!);
        Assert.Equal("WebSub", json.RootElement.GetProperty("hubs")[0].GetProperty("type").GetString());
        Assert.Contains("rel=\"hub\"", await _site.FileAsync("feeds/rss.xml"));
    }

    [Fact]
    public async Task A_picture_is_an_enclosure_with_its_size()
    {
        await _site.Store.WriteAsync(
            new BlobPath(Containers.Web, "neck/x-ray.png"),
            new byte[123],
            new BlobHeaders("image/png"),
            WriteCondition.Always,
            default
        );
        await _site.PublishAsync(
            SeededSite.Entry("neck") with
            {
                Image = "https://clinic.example.org/neck/x-ray.png?v=1",
            }
        );
        await _site.PublishAsync(SeededSite.Entry("elsewhere") with { Image = "https://cdn.example.net/a.webp" });
        await _site.RebuildAsync();

        var enclosures = XDocument
            .Parse((await _site.FileAsync("feeds/rss.xml"))!)
            .Descendants("enclosure")
            .ToDictionary(
                e => e.Attribute("url")!.Value,
                e => (e.Attribute("length")!.Value, e.Attribute("type")!.Value)
            );
        Assert.Equal(("123", "image/png"), enclosures["https://clinic.example.org/neck/x-ray.png?v=1"]);
        Assert.Equal(("0", "image/webp"), enclosures["https://cdn.example.net/a.webp"]);
    }

    [Fact]
    public async Task Any_title_and_text_leaves_every_file_readable()
    {
        const string Odd = "\u0000\u000B</title>]]>&\"'<script>alert(1)</script> \uD800 👩‍👩‍👧 שלום {{x}} \u2028";
        await _site.PublishAsync(
            SeededSite.Entry("odd", "2026-03-10", Odd, "]]>") with
            {
                Title = Odd,
                Summary = Odd,
                Author = Odd,
            },
            $"<p>{Odd}</p>]]>"
        );
        await _site.RebuildAsync();

        foreach (var (file, text) in await _site.FilesAsync())
        {
            if (file.EndsWith(".xml", StringComparison.Ordinal))
                XDocument.Parse(text);
            else if (file.EndsWith(".json", StringComparison.Ordinal))
                JsonDocument.Parse(text).Dispose();
            else if (file.EndsWith(".html", StringComparison.Ordinal))
                Assert.DoesNotContain("<script>alert", text);
        }
        Assert.Contains("👩‍👩‍👧 שלום", (await _site.FileAsync("feeds/atom.xml"))!);
    }

    [Fact]
    public async Task A_feed_takes_the_texts_that_it_has_already()
    {
        await FillAsync();
        await _site.PublishAsync("new", "2026-03-20");
        var read = new List<string>();
        _site.Memory.Before = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.ReadAsync) && path.Name.StartsWith("content/", StringComparison.Ordinal))
                read.Add(path.Name);
        };

        await _site.RebuildAsync();

        Assert.Equal(["content/new.html"], read);
        Assert.Contains("full text of a29", await _site.FileAsync("feeds/rss.xml"));
    }

    [Fact]
    public async Task A_feed_that_a_person_broke_is_written_again()
    {
        await FillAsync();
        await _site.Store.WriteAsync(
            new BlobPath(Containers.Web, "feeds/feed.json"),
            "{\"items\":[{}]}"u8.ToArray(),
            BlobHeaders.Json,
            WriteCondition.Always,
            default
        );
        await _site.PublishAsync("new", "2026-03-20");

        await _site.RebuildAsync();

        Assert.Contains("full text of a29", await _site.FileAsync("feeds/feed.json"));
    }

    private async Task FillAsync()
    {
        for (var i = 0; i < 30; i++)
        {
            var date = new DateTime(2026, 1, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            await _site.PublishAsync(
                SeededSite.Entry($"a{i:00}", date, "Backs"),
                $"<p><strong>full text of a{i:00}</strong></p>"
            );
        }
        await _site.RebuildAsync();
    }
}
