using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Report;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Publishing;

public sealed class ArticlePublisherTests
{
    private const string Sciatica = """
        ---
        title: What helps with sciatica?
        date: 2023-01-25
        tags: [back pain, acupuncture]
        summary: What the nerve does, and what calms it.
        author: A. Lee
        ---

        Sciatica is pain along the nerve that runs down the leg.

        ## What it is

        The nerve is pressed.
        """;

    private readonly Newsroom _newsroom = new();

    [Fact]
    public async Task A_drop_becomes_a_page_a_digest_content_an_entry_and_a_report()
    {
        var report = await _newsroom.DropAsync("sciatica.md", Sciatica);

        Assert.Equal(ReportStatus.Published, report.Status);
        Assert.Equal("https://clinic.example/sciatica/", report.Link);
        var page = await _newsroom.PageAsync("sciatica");
        Assert.Contains("<h1>What helps with sciatica?</h1>", page);
        Assert.Contains("<h2 id=\"what-it-is\">What it is</h2>", page);
        Assert.Contains("<link rel=\"canonical\" href=\"https://clinic.example/sciatica/\">", page);
        Assert.Contains("title=\"Example Clinic (RSS)\" href=\"https://clinic.example/feeds/rss.xml\">", page);
        var digest = await _newsroom.DigestAsync("sciatica");
        Assert.Contains("The nerve is pressed.", digest!.FullHtml);
        Assert.Contains("The nerve is pressed.", digest.FullText);
        Assert.Contains("What the nerve does", digest.TeaserText);
        var entry = await _newsroom.EntryAsync("sciatica");
        Assert.Equal(CatalogStatus.Published, entry!.Status);
        Assert.Equal(["back pain", "acupuncture"], entry.Tags);
        Assert.Equal("sciatica.md", entry.Source);
        Assert.Equal(_newsroom.Time.GetUtcNow(), entry.FirstPublished);
        Assert.Contains("Published", await _newsroom.ReportPageAsync("sciatica.md"));
        Assert.Contains(_newsroom.Queue.Sent, m => m.Queue == Queues.SiteRebuild);
        Assert.NotNull(await _newsroom.Store.ReadAsync(ArticleContent.BlobOf(Slug.Parse("sciatica")), default));
    }

    [Fact]
    public async Task Publishing_the_same_again_changes_nothing_that_anybody_reads()
    {
        await _newsroom.DropAsync("sciatica.md", Sciatica);
        var before = await _newsroom.SnapshotAsync();
        _newsroom.Time.Advance(TimeSpan.FromHours(1));

        await _newsroom.Publisher.PublishAsync("sciatica.md", default);

        var after = await _newsroom.SnapshotAsync();
        Assert.Equal(before.Keys, after.Keys);
        Assert.All(before.Where(b => !b.Key.Contains("catalog/")), b => Assert.Equal(b.Value, after[b.Key]));
        var entry = await _newsroom.EntryAsync("sciatica");
        Assert.Null(entry!.Updated);
    }

    [Fact]
    public async Task Every_step_may_die_and_the_next_try_completes()
    {
        await _newsroom.PutAsync("sciatica.md", Sciatica);
        for (var step = 0; step < 40; step++)
        {
            var room = new Newsroom();
            await room.PutAsync("sciatica.md", Sciatica);
            var calls = 0;
            var failed = false;
            room.Store.After = (_, _) =>
            {
                if (calls++ != step)
                    return;
                failed = true;
                throw new StorageException("lost");
            };
            try
            {
                await room.Publisher.PublishAsync("sciatica.md", default);
            }
            catch (StorageException)
            {
            }
            room.Store.After = null;
            var report = (await room.Publisher.PublishAsync("sciatica.md", default)).Report;
            Assert.Equal(ReportStatus.Published, report!.Status);
            Assert.Equal(CatalogStatus.Published, (await room.EntryAsync("sciatica"))!.Status);
            Assert.NotNull(await room.PageAsync("sciatica"));
            Assert.NotEmpty(room.Queue.Sent);
            if (!failed)
                return;
        }
        Assert.Fail("Publishing took more steps than expected.");
    }

    [Fact]
    public async Task A_page_is_live_before_the_catalog_names_it()
    {
        var order = new List<string>();
        _newsroom.Store.After = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.WriteAsync))
                order.Add(path.ToString());
        };

        await _newsroom.DropAsync("sciatica.md", Sciatica);

        Assert.True(order.IndexOf("$web/sciatica/index.html") < order.IndexOf("newsletter/catalog/sciatica.json"));
        Assert.True(order.IndexOf("newsletter/digests/sciatica.json") < order.IndexOf("newsletter/catalog/sciatica.json"));
        Assert.True(order.IndexOf("newsletter/catalog/sciatica.json") < order.IndexOf("newsletter/changes/articles/sciatica"));
    }

    [Fact]
    public async Task A_second_file_with_the_same_slug_is_told_who_has_it()
    {
        await _newsroom.DropAsync("sciatica.md", Sciatica);
        var page = await _newsroom.PageAsync("sciatica");

        var report = await _newsroom.DropAsync("drafts/sciatica.md", "# Another one\n\nWith other words in it.");

        Assert.Equal(ReportStatus.Rejected, report.Status);
        Assert.Contains("'sciatica.md'", Assert.Single(report.Findings, f => f.Severity == Severity.Error).Message);
        Assert.Equal(page, await _newsroom.PageAsync("sciatica"));
    }

    [Fact]
    public async Task Two_files_with_one_slug_at_the_same_time_leave_one_whole_article()
    {
        // The second file is published whole between the first one's page and its catalog entry.
        await _newsroom.PutAsync("a/same.md", "# Same\n\nThe text of file a.");
        await _newsroom.PutAsync("b/same.md", "# Same\n\nThe text of file b.");
        var interrupted = false;
        _newsroom.Store.Before = (operation, path) =>
        {
            if (interrupted || operation != nameof(IBlobStore.WriteAsync) || !path.Name.StartsWith("catalog/", StringComparison.Ordinal))
                return;
            interrupted = true;
            _newsroom.Publisher.PublishAsync("b/same.md", default).GetAwaiter().GetResult();
        };

        await _newsroom.Publisher.PublishAsync("a/same.md", default);

        var entry = await _newsroom.EntryAsync("same");
        var owner = entry!.Source == "a/same.md" ? "file a" : "file b";
        Assert.Contains(owner, await _newsroom.PageAsync("same"));
        Assert.Contains(owner, (await _newsroom.DigestAsync("same"))!.FullText);
    }

    [Fact]
    public async Task A_changed_slug_leaves_a_way_from_the_old_address_and_nothing_else()
    {
        await _newsroom.DropAsync("sciatica.md", Sciatica);
        var first = (await _newsroom.EntryAsync("sciatica"))!.FirstPublished;
        _newsroom.Time.Advance(TimeSpan.FromDays(1));

        await _newsroom.DropAsync("sciatica.md", Sciatica.Replace("author:", "slug: sciatica-relief\nauthor:"));
        await _newsroom.Rebuild.RunAsync(default);

        Assert.Contains("https://clinic.example/sciatica-relief/", await _newsroom.PageAsync("sciatica"));
        Assert.Equal(CatalogStatus.Removed, (await _newsroom.EntryAsync("sciatica"))!.Status);
        Assert.Null(await _newsroom.DigestAsync("sciatica"));
        var entry = await _newsroom.EntryAsync("sciatica-relief");
        Assert.Equal(["sciatica"], entry!.Aliases);
        Assert.Equal(first, entry.FirstPublished);
    }

    [Fact]
    public async Task A_draft_is_kept_off_the_site_and_taken_down()
    {
        await _newsroom.DropAsync("sciatica.md", Sciatica);

        var report = await _newsroom.DropAsync("sciatica.md", Sciatica.Replace("author:", "draft: true\nauthor:"));

        Assert.Equal(ReportStatus.Draft, report.Status);
        Assert.NotNull(await _newsroom.PageAsync("sciatica")); // until nothing leads to it
        await _newsroom.Rebuild.RunAsync(default);
        Assert.Null(await _newsroom.PageAsync("sciatica"));
        Assert.Equal(CatalogStatus.Draft, (await _newsroom.EntryAsync("sciatica"))!.Status);
    }

    [Fact]
    public async Task A_scheduled_article_goes_live_when_it_is_published_again_at_its_time()
    {
        var at = _newsroom.Time.GetUtcNow().AddDays(2);
        var report = await _newsroom.DropAsync("sciatica.md", Sciatica.Replace("author:", $"publishAt: {at:yyyy-MM-ddTHH:mm:ssZ}\nauthor:"));
        Assert.Equal(ReportStatus.Scheduled, report.Status);
        Assert.Null(await _newsroom.PageAsync("sciatica"));

        _newsroom.Time.Advance(TimeSpan.FromDays(2));
        await _newsroom.Publisher.PublishAsync("sciatica.md", default);

        Assert.NotNull(await _newsroom.PageAsync("sciatica"));
        Assert.Equal(_newsroom.Time.GetUtcNow(), (await _newsroom.EntryAsync("sciatica"))!.FirstPublished);
    }

    [Fact]
    public async Task A_deleted_source_takes_everything_with_it_but_the_memory()
    {
        await _newsroom.DropAsync("sciatica.md", Sciatica);
        await _newsroom.DeleteAsync("sciatica.md");

        await _newsroom.Publisher.RemoveAsync("sciatica.md", default);
        await _newsroom.Publisher.RemoveAsync("sciatica.md", default);
        await _newsroom.Rebuild.RunAsync(default);

        Assert.Empty(await _newsroom.NamesAsync(Containers.Web, "sciatica/"));
        Assert.Null(await _newsroom.DigestAsync("sciatica"));
        Assert.Equal(CatalogStatus.Removed, (await _newsroom.EntryAsync("sciatica"))!.Status);
        Assert.Contains("Removed", await _newsroom.ReportPageAsync("sciatica.md"));
    }

    [Fact]
    public async Task An_article_that_goes_and_comes_back_has_its_pictures()
    {
        const string Drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'><path d='M0 0'/></svg>";
        const string Text = "# A drawing\n\n![A line](line.svg)\n\nSome words about it.";
        await _newsroom.PutAsync("line.svg", Drawing);
        await _newsroom.DropAsync("a-drawing.md", Text);
        await _newsroom.DeleteAsync("a-drawing.md");
        await _newsroom.Publisher.RemoveAsync("a-drawing.md", default);
        await _newsroom.Rebuild.RunAsync(default);
        Assert.Empty(await _newsroom.NamesAsync(Containers.Web, "a-drawing/"));
        _newsroom.Time.Advance(TimeSpan.FromMinutes(1));

        await _newsroom.DropAsync("a-drawing.md", Text);
        await _newsroom.Rebuild.RunAsync(default);

        Assert.Equal(["a-drawing/index.html", "a-drawing/line.svg"], await _newsroom.NamesAsync(Containers.Web, "a-drawing/"));
    }

    [Fact]
    public async Task A_damaged_catalog_entry_stops_neither_the_site_nor_the_article()
    {
        await _newsroom.DropAsync("sciatica.md", Sciatica);
        await _newsroom.Rebuild.RunAsync(default);
        await _newsroom.Store.WriteAsync(CatalogEntry.BlobOf(Slug.Parse("sciatica")), "{ not JSON"u8.ToArray(), BlobHeaders.Json, WriteCondition.Always, default);
        await _newsroom.Changes.RecordArticleAsync(Slug.Parse("sciatica"), default);

        await _newsroom.Rebuild.RunAsync(default);
        Assert.NotNull(await _newsroom.PageAsync("sciatica"));
        var report = await _newsroom.DropAsync("sciatica.md", Sciatica);

        Assert.Equal(ReportStatus.Published, report.Status);
        Assert.Equal(CatalogStatus.Published, (await _newsroom.EntryAsync("sciatica"))!.Status);
    }

    [Fact]
    public async Task A_mistake_is_answered_with_its_line_and_the_last_good_page_stays()
    {
        await _newsroom.DropAsync("sciatica.md", Sciatica);

        var report = await _newsroom.DropAsync("sciatica.md", "---\ntitle: Sciatica: what helps\n---\n\nText.");

        Assert.Equal(ReportStatus.Rejected, report.Status);
        Assert.Equal(2, Assert.Single(report.Findings).Line);
        Assert.Equal("https://clinic.example/sciatica/", report.Link);
        Assert.Contains("What helps with sciatica?", await _newsroom.PageAsync("sciatica"));
    }

    [Theory]
    [InlineData("../../etc/passwd.md")]
    [InlineData("a/../b.md")]
    [InlineData("a\\..\\b.md")]
    [InlineData("con\u0001trol.md")]
    [InlineData("Ärger mit dem Rücken.md")]
    [InlineData("針灸.md")]
    [InlineData("no extension")]
    [InlineData("a//b.md")]
    [InlineData("\uD83D\uDE00.md")]
    public async Task Any_name_is_answered_and_stays_where_it_belongs(string name)
    {
        var report = await _newsroom.DropAsync(name, "# A title\n\nSome words that say something.");

        Assert.Equal(ReportStatus.Published, report.Status);
        Assert.All(await _newsroom.NamesAsync(Containers.Web), n => Assert.Matches("^[a-z0-9-]+/index.html$", n));
        Assert.All(await _newsroom.NamesAsync(Containers.Reports), n => Assert.DoesNotContain("..", n.Split('/')));
        Assert.NotNull(await _newsroom.ReportPageAsync(name));
    }

    [Theory]
    [InlineData("_notes/idea.md")]
    [InlineData("2024/_idea.md")]
    [InlineData(".git/HEAD")]
    [InlineData("photo.jpg")]
    [InlineData("Thumbs.db")]
    public async Task What_is_no_article_is_left_alone(string name)
    {
        await _newsroom.PutAsync(name, "# A title\n\nSome words.");

        Assert.Null((await _newsroom.Publisher.PublishAsync(name, default)).Report);
        Assert.Empty(await _newsroom.SnapshotAsync());
    }

    [Fact]
    public async Task Binary_junk_is_answered()
    {
        var junk = new byte[4096];
        new Random(7).NextBytes(junk);

        Assert.Equal("not-text", Assert.Single((await _newsroom.DropAsync("junk.md", junk)).Findings).Rule);
        Assert.Contains("Word", (await _newsroom.DropAsync("letter.md", [0x50, 0x4B, 3, 4, 20, 0])).Findings[0].Message);
        Assert.Contains(".docx", (await _newsroom.DropAsync("letter.docx", [0x50, 0x4B, 3, 4, 20, 0])).Findings[0].Message);
        Assert.Equal("empty", Assert.Single((await _newsroom.DropAsync("empty.md", "")).Findings).Rule);
    }

    [Fact]
    public async Task A_broken_template_override_is_reported_and_the_built_in_one_used()
    {
        var room = new Newsroom(new Dictionary<string, string> { ["page.hbs"] = "{{#if title}}never closed" });

        var report = await room.DropAsync("sciatica.md", Sciatica);

        Assert.Equal(ReportStatus.Published, report.Status);
        Assert.Contains(report.Findings, f => f.Rule == "theme-template");
        Assert.Contains("<h1>What helps with sciatica?</h1>", await room.PageAsync("sciatica"));
    }

    [Fact]
    public async Task Links_between_articles_lead_to_their_pages()
    {
        await _newsroom.DropAsync("back/pain.md", "---\nslug: all-about-pain\n---\n\n# Pain\n\nWords about pain.");

        var report = await _newsroom.DropAsync("sciatica.md", "# Sciatica\n\nSee [pain](back/pain.md#why) and [later](later.md).");

        var page = await _newsroom.PageAsync("sciatica");
        Assert.Contains("<a href=\"https://clinic.example/all-about-pain/#why\">pain</a>", page);
        Assert.DoesNotContain("later.md", page);
        Assert.Equal(3, Assert.Single(report.Findings, f => f.Rule == "broken-link").Line);
        Assert.Equal(["later.md"], (await _newsroom.EntryAsync("sciatica"))!.WaitsFor);
    }

    [Fact]
    public async Task Few_operations_are_needed()
    {
        await _newsroom.PutAsync("sciatica.md", Sciatica);
        _newsroom.Store.Calls.Clear();

        await _newsroom.Publisher.PublishAsync("sciatica.md", default);

        // Read: the source, its report, the catalog entry. Write: page, content, digest, entry, report as HTML and as
        // JSON, the note that something changed.
        Assert.Equal(10, _newsroom.Store.Calls.Values.Sum());
        Assert.Single(_newsroom.Queue.Sent);
    }
}
