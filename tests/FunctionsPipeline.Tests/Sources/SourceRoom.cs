using System.Text;
using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Publishing.Pictures;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Sources;
using FunctionsPipeline.Sources.Fetching;
using FunctionsPipeline.Sources.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Tests.Sources;

/// <summary>A site that reads one feed of a server in memory.</summary>
internal sealed class SourceRoom : IDisposable
{
    public const string Feed = "https://blog.example/feed/";

    private readonly TargetHttp _http;

    public SourceRoom(
        SourceSettings? source = null,
        InMemoryBlobStore? store = null,
        FixedSettings? site = null,
        ManualTimeProvider? time = null
    )
    {
        Time = time ?? new ManualTimeProvider();
        Memory = store ?? new InMemoryBlobStore(Time);
        Store = new FaultyBlobStore(Memory);
        Source = source ?? Linked;
        Site =
            site
            ?? new FixedSettings(
                new SiteSettings
                {
                    Name = "Example Clinic",
                    Url = new Uri("https://clinic.example/"),
                    Sources = [Source],
                }
            );
        _http = new TargetHttp(new SyndicationOptions(), Time, Web);
        var themes = new FixedTheme();
        Publisher = new ArticlePublisher(
            Store,
            new PublishingFollowUps(
                new SiteChanges(Store, Queue, Time),
                new MissingFileWatch(Store),
                new PictureRequests(Store, Queue)
            ),
            Site,
            themes,
            Time,
            NullLogger<ArticlePublisher>.Instance
        );
        Requests = new SourceRequests(Store, Queue, Site, Time);
        Reading = new SourceReading(
            Store,
            Site,
            Requests,
            new SourceTools(new FeedFetch(_http, Time), Publisher),
            Notices,
            Time,
            NullLogger<SourceReading>.Instance
        );
        Rebuild = new SiteRebuild(
            Memory,
            new RebuildPass(
                Memory,
                Site,
                themes,
                new ChangeGathering(Memory, new SiteRebuildOptions { Settle = TimeSpan.Zero }, Time),
                [],
                [],
                NullLogger<RebuildPass>.Instance
            ),
            Time,
            NullLogger<SiteRebuild>.Instance
        );
    }

    public static SourceSettings Linked => new() { Id = "blog-example", Feed = new Uri(Feed) };

    public static SourceSettings Own => Linked with { IsOwn = true };

    public ManualTimeProvider Time { get; }

    public InMemoryBlobStore Memory { get; }

    /// <summary>What stands between sources and their storage.</summary>
    public FaultyBlobStore Store { get; }

    public InMemoryMessageQueue Queue { get; } = new();

    /// <summary>Messages that ask for a read.</summary>
    public IReadOnlyList<string> Asks => [.. Queue.Sent.Where(s => s.Queue == Queues.Sources).Select(s => s.Message)];

    public SourceSettings Source { get; }

    public FixedSettings Site { get; }

    public FakeWeb Web { get; } = new();

    public RecordedNotices Notices { get; } = new();

    public ArticlePublisher Publisher { get; }

    public SourceRequests Requests { get; }

    public SourceReading Reading { get; }

    public SiteRebuild Rebuild { get; }

    /// <summary>The queue's message comes, at once.</summary>
    public Task ReadAsync(bool now = false) =>
        Reading.ReadAsync($$"""{"source":"{{Source.Id}}","now":{{(now ? "true" : "false")}}}""", default);

    /// <summary>The next time that the source is due.</summary>
    public async Task ReadNextAsync()
    {
        var next = (await StateAsync()).NextRead!.Value;
        if (next > Time.GetUtcNow())
            Time.Advance(next - Time.GetUtcNow());
        await ReadAsync();
    }

    public async Task<SourceState> StateAsync() =>
        (await SourceState.DocumentOf(Memory, Source.Id).ReadAsync(default))!.Value;

    /// <summary>What is on the site, by address.</summary>
    public async Task<Dictionary<string, CatalogEntry>> LiveAsync()
    {
        var live = new Dictionary<string, CatalogEntry>();
        await foreach (var blob in Memory.ListAsync(Containers.State, "catalog/", default))
        {
            var entry = JsonSerializer.Deserialize(
                await TextAsync(Containers.State, blob.Name),
                CatalogJson.CatalogEntry
            )!;
            if (entry.Status == CatalogStatus.Published)
                live[entry.Slug] = entry;
        }
        return live;
    }

    public Task<string> PageAsync(string slug) => TextAsync(Containers.Web, $"{slug}/index.html");

    /// <summary>Page, mail and feed text of an article: all HTML that readers may get of it.</summary>
    public async Task<string> AllOfAsync(string slug)
    {
        var digest = JsonSerializer.Deserialize(
            await TextAsync(Containers.State, CatalogBlobs.Digest(Slug.Parse(slug)).Name),
            CatalogJson.Digest
        )!;
        return await PageAsync(slug)
            + await TextAsync(Containers.State, CatalogBlobs.Content(Slug.Parse(slug)).Name)
            + digest.FullHtml
            + digest.TeaserHtml;
    }

    public async Task<string> TextAsync(string container, string name) =>
        await Memory.ReadAsync(new BlobPath(container, name), default) is { } blob
            ? Encoding.UTF8.GetString(blob.Content.Span)
            : "";

    public void Dispose() => _http.Dispose();

    internal sealed class RecordedNotices : ISourceNotices
    {
        public List<SourceNotice> All { get; } = [];

        public Task NotifyAsync(SourceNotice notice, CancellationToken cancellationToken)
        {
            All.Add(notice);
            return Task.CompletedTask;
        }
    }
}

/// <summary>Writes feeds as WordPress does.</summary>
internal static class WordPressFeed
{
    public static string Of(params string[] items) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
            	xmlns:content="http://purl.org/rss/1.0/modules/content/"
            	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
            	xmlns:dc="http://purl.org/dc/elements/1.1/"
            	xmlns:atom="http://www.w3.org/2005/Atom"
            	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
            	>
            <channel>
            	<title>Prairie &#038; River Blog</title>
            	<atom:link href="https://blog.example/feed/" rel="self" type="application/rss+xml" />
            	<link>https://blog.example/</link>
            	<description>Notes from a practice</description>
            	<lastBuildDate>Tue, 10 Mar 2026 14:00:00 +0000</lastBuildDate>
            	<language>en-CA</language>
            	<sy:updatePeriod>hourly</sy:updatePeriod>
            	<generator>https://wordpress.org/?v=6.8</generator>
            {string.Join('\n', items)}
            </channel>
            </rss>
            """;

    /// <param name="number">Of the post; also in its address and its title unless they are given.</param>
    public static string Item(
        int number,
        DateTimeOffset date,
        string content = "<p>The whole text of it.</p>",
        string? title = null,
        string? link = null,
        string? id = null
    ) =>
        $"""
            <item>
            	<title>{title ?? $"Post number {number}"}</title>
            	<link>{link ?? $"https://blog.example/2026/post-{number}/"}</link>
            	<dc:creator><![CDATA[Anna Lee]]></dc:creator>
            	<pubDate>{date:r}</pubDate>
            	<category><![CDATA[Sleep]]></category>
            	<guid isPermaLink="false">{id ?? $"https://blog.example/?p={number}"}</guid>
            	<description><![CDATA[<p>What post {number} is about, in short [&hellip;]</p>
            <p>The post <a href="{link
                ?? $"https://blog.example/2026/post-{number}/"}">Post</a> appeared first on <a href="https://blog.example">Blog</a>.</p>]]></description>
            	<content:encoded><![CDATA[{content}
            <p>The post <a href="{link
                ?? $"https://blog.example/2026/post-{number}/"}">Post</a> appeared first on <a href="https://blog.example">Blog</a>.</p>]]></content:encoded>
            </item>
            """;
}
