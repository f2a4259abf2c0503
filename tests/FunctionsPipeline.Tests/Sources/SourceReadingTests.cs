using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Sources;

/// <summary>Entries become articles, once, and follow their originals.</summary>
public sealed class SourceReadingTests : IDisposable
{
    private readonly SourceRoom _room = new(SourceRoom.Linked with { Tags = ["News"] });
    private readonly SourceRoom _own = new(SourceRoom.Own);

    private DateTimeOffset Now => _room.Time.GetUtcNow();

    public void Dispose()
    {
        _room.Dispose();
        _own.Dispose();
    }

    [Fact]
    public async Task An_entry_of_others_becomes_a_short_article_that_leads_to_its_home()
    {
        _room.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(7, Now.AddDays(-1))));

        await _room.ReadAsync();

        var entry = Assert.Single(await _room.LiveAsync()).Value;
        Assert.Equal("post-number-7", entry.Slug);
        Assert.Equal("What post 7 is about, in short …", entry.Summary);
        Assert.Equal("https://blog.example/2026/post-7/", entry.Canonical);
        Assert.Equal(
            new CatalogHome("blog-example", "Prairie & River Blog", "https://blog.example/2026/post-7/", IsOwn: false),
            entry.Home
        );
        Assert.Equal(("Prairie & River Blog", "en-CA"), (entry.Author, entry.Language));
        Assert.Equal(["News"], entry.Tags);
        var page = await _room.PageAsync("post-number-7");
        Assert.Contains(
            "<link rel=\"canonical\" href=\"https://blog.example/2026/post-7/\">",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("Read on at blog.example", page, StringComparison.Ordinal);
        Assert.DoesNotContain("The whole text", page, StringComparison.Ordinal);
        Assert.DoesNotContain("appeared first", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_own_entry_becomes_a_full_article_under_its_own_address()
    {
        _own.Web.Has(
            SourceRoom.Feed,
            WordPressFeed.Of(
                WordPressFeed.Item(7, Now.AddDays(-1), "<h2>Why</h2><p>One.</p><p>Anna Lee</p><ul><li>a<li>b</ul>")
            )
        );

        await _own.ReadAsync();

        var entry = Assert.Single(await _own.LiveAsync()).Value;
        Assert.Equal("post-7", entry.Slug);
        Assert.Equal(("Anna Lee", true), (entry.Author, entry.Home!.IsOwn));
        Assert.Equal(["Sleep"], entry.Tags);
        Assert.Equal("https://blog.example/2026/post-7/", entry.Canonical);
        var page = await _own.PageAsync("post-7");
        Assert.Contains("<h2 id=\"why\">", page, StringComparison.Ordinal);
        Assert.Contains("<li>b</li>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("appeared first", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_runs_loads_or_counts_readers_survives()
    {
        var hostile = """
            <p onclick="alert(1)">Words <a href="javascript:alert(2)">one</a> <a href="JaVa&#x0A;script:alert(3)">two</a>
            <a href="/more?x=1">more</a> <b style="background:url(https://evil.example/x)">bold</b></p>
            <script>alert(4)</script><style>p{background:url(https://evil.example/y)}</style>
            <iframe src="https://evil.example/frame"></iframe><iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>
            <img src="https://evil.example/pixel.gif" width="1" height="1"><img src="https://evil.example/big.jpg" onerror="alert(5)" alt="Big">
            <form action="https://evil.example/f"><input name="p"><button>Go</button></form>
            <object data="https://evil.example/o"></object><svg onload="alert(6)"><a xlink:href="javascript:alert(7)">x</a></svg>
            <p>&lt;script&gt;alert(8)&lt;/script&gt; [x](javascript:alert(9)) {{unsubscribeUrl}} -name- <https://ok.example/></p>
            <meta http-equiv="refresh" content="0;url=https://evil.example/m"><base href="https://evil.example/">
            """;
        _own.Web.Has(
            SourceRoom.Feed,
            WordPressFeed.Of(
                WordPressFeed.Item(
                    1,
                    Now.AddDays(-1),
                    hostile,
                    title: "&lt;script&gt;alert(0)&lt;/script&gt; T&amp;amp;T \"--- : #\""
                )
            )
        );

        await _own.ReadAsync();

        var entry = Assert.Single(await _own.LiveAsync()).Value;
        Assert.Equal("T&T \"--- : #\"", entry.Title);
        var all = await _own.AllOfAsync(entry.Slug);
        Assert.Contains("bold", all, StringComparison.Ordinal);
        Assert.Contains("https://blog.example/more?x=1", all, StringComparison.Ordinal);
        foreach (
            var bad in new[]
            {
                "onclick=",
                "onerror=",
                "onload=",
                "pixel.gif",
                "big.jpg",
                "<iframe",
                "evil.example/x",
                "evil.example/y",
                "evil.example/f\"",
                "href=\"javascript",
                "<script>alert",
                "<object",
                "<form action=\"https://evil",
                "http-equiv=\"refresh",
            }
        )
            Assert.DoesNotContain(bad, all, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Pictures_are_shown_by_permission_and_by_https_only()
    {
        using var allowed = new SourceRoom(SourceRoom.Own with { ShowsPictures = true });
        const string Pictures =
            "<p>Words.</p><p><img src='/a.jpg' alt='A'></p><p><img src='http://blog.example/b.jpg' alt='B'></p><p><img src='https://count.example/c.gif' width='1' height='1'></p>";
        var feed = WordPressFeed.Of(WordPressFeed.Item(1, Now.AddDays(-1), Pictures));
        allowed.Web.Has(SourceRoom.Feed, feed);
        _own.Web.Has(SourceRoom.Feed, feed);

        await allowed.ReadAsync();
        await _own.ReadAsync();

        var shown = await allowed.AllOfAsync("post-1");
        Assert.Contains("https://blog.example/a.jpg", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("b.jpg", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("c.gif", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("a.jpg", await _own.AllOfAsync("post-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_read_is_an_archive_and_what_comes_later_is_news()
    {
        _room.Web.Has(
            SourceRoom.Feed,
            WordPressFeed.Of([.. Enumerable.Range(1, 200).Select(i => WordPressFeed.Item(i, Now.AddHours(-i)))])
        );
        await _room.ReadAsync();
        Assert.Equal(200, (await _room.LiveAsync()).Count);
        Assert.All((await _room.LiveAsync()).Values, e => Assert.False(e.IsNews));

        _room.Time.Advance(TimeSpan.FromHours(1));
        _room.Web.Has(
            SourceRoom.Feed,
            WordPressFeed.Of(
                WordPressFeed.Item(201, Now.AddMinutes(-1)),
                // Dated ahead by a wrong clock.
                WordPressFeed.Item(202, Now.AddDays(3)),
                WordPressFeed.Item(1, Now.AddHours(-2)),
                // The feed has grown: it was there already.
                WordPressFeed.Item(300, Now.AddDays(-20))
            )
        );
        await _room.ReadNextAsync();

        var live = await _room.LiveAsync();
        Assert.Equal(203, live.Count);
        Assert.Equal(
            ["post-number-201", "post-number-202"],
            live.Values.Where(e => e.IsNews).Select(e => e.Slug).Order()
        );
        Assert.Equal(Now, live["post-number-202"].Date);
    }

    [Fact]
    public async Task An_entry_is_taken_once_and_updated_where_it_is()
    {
        _own.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(1, Now.AddDays(-1))));
        await _own.ReadAsync();
        var first = (await _own.LiveAsync())["post-1"];

        // As before, then with another text and title, then from another id.
        await _own.ReadNextAsync();
        Assert.Equal(
            first,
            (await _own.LiveAsync())["post-1"] with
            {
                Tags = first.Tags,
                Aliases = first.Aliases,
                Files = first.Files,
                WaitsFor = first.WaitsFor,
                TargetTexts = first.TargetTexts,
            }
        );
        _own.Web.Has(
            SourceRoom.Feed,
            WordPressFeed.Of(WordPressFeed.Item(1, Now.AddDays(-1), "<p>Corrected.</p>", title: "Corrected title"))
        );
        await _own.ReadNextAsync();
        _own.Web.Has(
            SourceRoom.Feed,
            WordPressFeed.Of(
                WordPressFeed.Item(1, Now.AddDays(-1), "<p>Corrected.</p>", title: "Corrected title", id: "urn:moved")
            )
        );
        await _own.ReadNextAsync();

        var entry = Assert.Single(await _own.LiveAsync()).Value;
        Assert.Equal(("post-1", "Corrected title"), (entry.Slug, entry.Title));
        Assert.Equal(first.FirstPublished, entry.FirstPublished);
        Assert.Equal(first.Source, entry.Source);
        Assert.Contains("Corrected.", await _own.PageAsync("post-1"), StringComparison.Ordinal);
        Assert.Single(await NamesAsync(_own, "_sources/"));
    }

    [Fact]
    public async Task What_the_server_says_is_unchanged_costs_no_publishing()
    {
        _own.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(1, Now.AddDays(-1))));
        await _own.ReadAsync();
        var writes = new List<string>();
        _own.Store.Before = (operation, path) =>
        {
            if (operation == "WriteAsync")
                writes.Add(path.Name);
        };

        await _own.ReadNextAsync();

        Assert.Equal(["feeds/blog-example.json", "feeds/schedule.json"], writes.Order());
        Assert.Equal(2, _own.Web.Asked.Count);
        Assert.NotEmpty(_own.Web.Asked[1].Headers.IfNoneMatch);
        Assert.Equal(
            "FunctionsPipeline/1.0 (+https://clinic.example/)",
            _own.Web.Asked[1].Headers.UserAgent.ToString()
        );
    }

    [Fact]
    public async Task An_address_that_staff_use_stays_theirs()
    {
        await PutAsync(_own, "post-1.md", "# Post one\n\nOurs, and it stays.\n");
        _own.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(1, Now.AddDays(-1))));

        await _own.ReadAsync();

        var live = await _own.LiveAsync();
        Assert.Equal("post-1.md", live["post-1"].Source);
        var other = Assert.Single(live, e => e.Key != "post-1");
        Assert.Matches("^post-1-[0-9a-f]{6}$", other.Key);
    }

    [Fact]
    public async Task Nothing_that_staff_drop_is_taken_for_an_entry_and_nothing_in_their_folder_changes()
    {
        const string Name = "_sources/blog-example/aaaa.md";
        await _own.Memory.WriteAsync(
            new BlobPath(Containers.Articles, Name),
            "# Secret\n\nNot meant to be public.\n"u8.ToArray(),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );
        _own.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(1, Now.AddDays(-1))));

        await _own.ReadAsync();
        await _own.Publisher.AnswerAsync(Name, default);
        await _own.Publisher.PublishAsync(Name, default);

        Assert.Equal("post-1", Assert.Single(await _own.LiveAsync()).Key);
        Assert.Equal(Name, Assert.Single(await NamesAsync(_own, "", Containers.Articles)));
    }

    [Fact]
    public async Task What_leads_to_this_site_or_nowhere_is_not_taken()
    {
        _room.Web.Has(
            SourceRoom.Feed,
            WordPressFeed.Of(
                WordPressFeed.Item(1, Now.AddDays(-1), link: "https://clinic.example/sleep/"),
                "<item><guid isPermaLink=\"false\">x</guid><title>No page</title><description>Words.</description></item>"
            )
        );

        await _room.ReadAsync();

        Assert.Empty(await _room.LiveAsync());
    }

    [Fact]
    public async Task The_site_shows_it_in_lists_and_search_but_neither_in_feeds_nor_in_the_sitemap()
    {
        await PutAsync(_room, "ours.md", "---\ntitle: Ours\ndate: 2026-03-01\nsummary: Ours alone.\n---\nText.\n");
        _room.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(7, Now.AddDays(-1))));
        await _room.ReadAsync();

        await _room.Rebuild.RunAsync(default);

        const string Theirs = "post-number-7";
        Assert.Contains(Theirs, await _room.TextAsync(Containers.Web, "index.html"), StringComparison.Ordinal);
        Assert.Contains(
            Theirs,
            await _room.TextAsync(Containers.Web, "tags/news/index.html"),
            StringComparison.Ordinal
        );
        foreach (var feed in new[] { "feeds/rss.xml", "feeds/atom.xml", "feeds/feed.json", "sitemap-new.xml" })
        {
            var text = await _room.TextAsync(Containers.Web, feed);
            Assert.Contains("ours", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Theirs, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Findings_about_the_texts_of_others_are_notes()
    {
        _own.Web.Has(
            SourceRoom.Feed,
            WordPressFeed.Of(WordPressFeed.Item(1, Now.AddDays(-1), "<h5>Deep</h5><p>See <a href='#x'></a> this.</p>"))
        );

        await _own.ReadAsync();

        var entry = (await _own.LiveAsync())["post-1"];
        var report = (
            await new ReportStore(_own.Memory, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).ReadAsync(
                entry.Source,
                default
            )
        )!.Value;
        Assert.All(report.Findings, f => Assert.Equal(FunctionsPipeline.Findings.Severity.Note, f.Severity));
    }

    [Fact]
    public async Task A_new_name_or_permission_in_the_settings_reaches_the_articles()
    {
        _room.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(1, Now.AddDays(-1))));
        await _room.ReadAsync();
        _room.Site.Settings = _room.Site.Settings with
        {
            Sources = [_room.Source with { Name = "The blog", Feed = new Uri("https://blog.example/rss") }],
        };
        _room.Web.Has("https://blog.example/rss", WordPressFeed.Of(WordPressFeed.Item(1, Now.AddDays(-1))));

        // Another address is asked at once.
        await _room.ReadAsync();

        Assert.Equal("The blog", Assert.Single(await _room.LiveAsync()).Value.Home!.Name);
    }

    [Fact]
    public async Task A_feed_that_cannot_be_read_leaves_everything_as_it_is()
    {
        _room.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(1, Now.AddDays(-1))));
        await _room.ReadAsync();
        foreach (var broken in new[] { "", "<html></html>", "<rss><channel>", "{}", "<rss><channel/></rss>" })
        {
            _room.Web.Has(SourceRoom.Feed, broken);
            await _room.ReadAsync(now: true);
        }

        Assert.Single(await _room.LiveAsync());
    }

    [Fact]
    public async Task A_source_that_is_not_in_the_settings_is_not_read()
    {
        await _room.Reading.ReadAsync("""{"source":"other"}""", default);
        await _room.Reading.ReadAsync("garbage", default);

        Assert.Empty(_room.Web.Asked);
    }

    private static async Task PutAsync(SourceRoom room, string name, string text)
    {
        await room.Memory.WriteAsync(
            new BlobPath(Containers.Articles, name),
            System.Text.Encoding.UTF8.GetBytes(text),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );
        await room.Publisher.PublishAsync(name, default);
    }

    private static async Task<List<string>> NamesAsync(
        SourceRoom room,
        string prefix,
        string container = Containers.State
    )
    {
        var names = new List<string>();
        await foreach (var blob in room.Memory.ListAsync(container, prefix, default))
            names.Add(blob.Name);
        return names;
    }
}
