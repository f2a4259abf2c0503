using System.ServiceModel.Syndication;
using System.Xml;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Site;

/// <summary>Every field of the feeds arrives in a reader that is not ours: System.ServiceModel.Syndication.</summary>
public sealed class FeedReaderTests
{
    private const string Picture = "https://clinic.example.org/neck/x-ray.png?v=1";
    private const string Html = "<p>Text with <em>signs</em> &amp; “quotes”, 颈痛 and ]]&gt;</p>";

    private readonly SeededSite _site = new();

    [Fact]
    public async Task Rss_arrives_whole()
    {
        var feed = await ReadAsync("feeds/rss.xml");

        Assert.Equal(("Clinic notes", "en"), (feed.Title.Text, feed.Language));
        Assert.False(string.IsNullOrEmpty(feed.Description.Text));
        Assert.Equal("https://clinic.example.org/feeds/rss.xml", Link(feed.Links, "self"));
        Assert.Equal("https://clinic.example.org/", Link(feed.Links, "alternate"));
        Assert.Equal("https://hub.example.net/", Link(feed.Links, "hub"));
        var item = Arrived(feed);
        Assert.Equal("A & B <neck>", item.Summary.Text);
        Assert.Equal(
            Html,
            Assert.Single(
                item.ElementExtensions.ReadElementExtensions<string>(
                    "encoded",
                    "http://purl.org/rss/1.0/modules/content/"
                )
            )
        );
        Assert.Equal(
            "Zoë D.",
            Assert.Single(
                item.ElementExtensions.ReadElementExtensions<string>("creator", "http://purl.org/dc/elements/1.1/")
            )
        );
        // RSS has no date of a change: the feed's own is that of its newest change.
        Assert.Equal(Updated, feed.LastUpdatedTime);
    }

    [Fact]
    public async Task Atom_arrives_whole()
    {
        var feed = await ReadAsync("feeds/atom.xml");

        Assert.Equal(
            ("https://clinic.example.org/feeds/atom.xml", "Clinic notes", "en"),
            (feed.Id, feed.Title.Text, feed.Language)
        );
        Assert.Equal("Clinic notes", Assert.Single(feed.Authors).Name);
        Assert.False(string.IsNullOrEmpty(feed.Description.Text));
        Assert.Equal("https://clinic.example.org/feeds/atom.xml", Link(feed.Links, "self"));
        Assert.Equal("https://clinic.example.org/", Link(feed.Links, "alternate"));
        Assert.Equal("https://hub.example.net/", Link(feed.Links, "hub"));
        Assert.Equal(Updated, feed.LastUpdatedTime);
        var item = Arrived(feed);
        Assert.Equal("A & B <neck>", item.Summary.Text);
        Assert.Equal(("html", Html), (item.Content.Type, Assert.IsType<TextSyndicationContent>(item.Content).Text));
        Assert.Equal("Zoë D.", Assert.Single(item.Authors).Name);
        Assert.Equal(Updated, item.LastUpdatedTime);
    }

    private static DateTimeOffset Published { get; } = new(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset Updated { get; } = new(2026, 3, 12, 9, 30, 0, TimeSpan.Zero);

    /// <summary>What both formats carry.</summary>
    private static SyndicationItem Arrived(SyndicationFeed feed)
    {
        var item = Assert.Single(feed.Items);
        Assert.StartsWith("urn:", item.Id, StringComparison.Ordinal);
        Assert.Equal("Neck & <back>", item.Title.Text);
        Assert.Equal(Published, item.PublishDate);
        Assert.Equal("https://clinic.example.org/neck/", Link(item.Links, "alternate"));
        Assert.Equal(["Back pain", "R&D"], item.Categories.Select(c => c.Name));
        var enclosure = Assert.Single(item.Links, l => l.RelationshipType == "enclosure");
        Assert.Equal((Picture, "image/png", 123), (enclosure.Uri.AbsoluteUri, enclosure.MediaType, enclosure.Length));
        return item;
    }

    private static string? Link(IEnumerable<SyndicationLink> links, string relation) =>
        Assert.Single(links, l => (l.RelationshipType ?? "alternate") == relation).Uri.AbsoluteUri;

    private async Task<SyndicationFeed> ReadAsync(string file)
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
        await _site.Store.WriteAsync(
            new BlobPath(Containers.Web, "neck/x-ray.png"),
            new byte[123],
            new BlobHeaders("image/png"),
            WriteCondition.Always,
            default
        );
        await _site.PublishAsync(
            SeededSite.Entry("neck", "2026-03-10", "Back pain", "R&D") with
            {
                Title = "Neck & <back>",
                Summary = "A & B <neck>",
                Author = "Zoë D.",
                Image = Picture,
                Updated = Updated,
            },
            Html
        );
        await _site.RebuildAsync();
        using var xml = XmlReader.Create(new StringReader((await _site.FileAsync(file))!));
        return SyndicationFeed.Load(xml);
    }
}
