using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Publishing;

/// <summary>Every mistake is answered, and the site stays whole.</summary>
public sealed class ArticleMistakesTests
{
    private readonly Newsroom _newsroom = new();

    [Fact]
    public async Task A_damaged_catalog_entry_stops_neither_the_site_nor_the_article()
    {
        await _newsroom.DropAsync("sciatica.md", Newsroom.Sciatica);
        await _newsroom.Rebuild.RunAsync(default);
        await _newsroom.Store.WriteAsync(
            CatalogBlobs.Entry(Slug.Parse("sciatica")),
            "{ not JSON"u8.ToArray(),
            BlobHeaders.Json,
            WriteCondition.Always,
            default
        );
        await _newsroom.Changes.RecordArticleAsync(Slug.Parse("sciatica"), default);

        await _newsroom.Rebuild.RunAsync(default);
        Assert.NotNull(await _newsroom.PageAsync("sciatica"));
        var report = await _newsroom.DropAsync("sciatica.md", Newsroom.Sciatica);

        Assert.Equal(ReportStatus.Published, report.Status);
        Assert.Equal(CatalogStatus.Published, (await _newsroom.EntryAsync("sciatica"))!.Status);
    }

    [Fact]
    public async Task A_mistake_is_answered_with_its_line_and_the_last_good_page_stays()
    {
        await _newsroom.DropAsync("sciatica.md", Newsroom.Sciatica);

        var report = await _newsroom.DropAsync("sciatica.md", "---\ntitle: Sciatica: what helps\n---\n\nText.");

        Assert.Equal(ReportStatus.Rejected, report.Status);
        Assert.Equal(2, Assert.Single(report.Findings).Line);
        Assert.Equal("https://clinic.example/sciatica/", report.Link);
        Assert.Contains("What helps with sciatica?", await _newsroom.PageAsync("sciatica"));
    }

    /// <summary>What was told one upload later each.</summary>
    [Fact]
    public async Task A_refused_file_is_told_everything_at_once()
    {
        var report = await _newsroom.DropAsync(
            "walk.md",
            "---\ntitle: Walk: how\nimage: unread.png\n---\n\n## One\n\n#### Two\n\n![A path](path.png) [Next](next.md)\n\n[here](https://example.org/)\n"
        );

        Assert.Equal(ReportStatus.Rejected, report.Status);
        Assert.Equal([2, 8, 10, 10, 12], report.Findings.Select(f => f.Line).OfType<int>().Order());
        Assert.Equal(
            ["broken-image", "broken-link", "skipped-heading", "vague-link"],
            report.Findings.Skip(1).Select(f => f.Rule).Order(StringComparer.Ordinal)
        );
        Assert.Equal(Severity.Error, report.Findings[0].Severity);
    }

    [Theory]
    [InlineData("title: A walk\ndraft: true", ReportStatus.Draft)]
    [InlineData("title: A walk\npublishAt: 2100-01-01", ReportStatus.Scheduled)]
    [InlineData("title: A walk: how", ReportStatus.Rejected)]
    public async Task A_file_that_is_not_put_up_is_told_what_is_missing_until_it_comes(
        string frontMatter,
        ReportStatus status
    )
    {
        var before = await _newsroom.DropAsync(
            "walk.md",
            $"---\n{frontMatter}\n---\n\n![A path](path.png) Some words.\n"
        );
        await _newsroom.PutAsync("path.png", [0x89, 0x50, 0x4E, 0x47]);
        await _newsroom.Publisher.PublishAsync("path.png", default);
        var after = await _newsroom.ReportAsync("walk.md");

        Assert.Equal((status, status), (before.Status, after!.Status));
        Assert.Contains(before.Findings, f => f is { Rule: "broken-image", Line: >= 4 });
        Assert.DoesNotContain(after.Findings, f => f.Rule == "broken-image");
        Assert.Empty(await _newsroom.NamesAsync(Containers.Web));
    }

    /// <summary>Such a drop had no report, a stack trace in the log and a poison message.</summary>
    [Theory]
    [InlineData("../../etc/passwd.md")]
    [InlineData("../$web/index.html.md")]
    [InlineData("a/../b.md")]
    [InlineData("a/./b.md")]
    [InlineData("a\\..\\b.md")]
    [InlineData("../a.docx")]
    public async Task A_name_that_leads_elsewhere_is_answered_and_reaches_no_other_file(string name)
    {
        await _newsroom.DropAsync("b.md", "# Another\n\nSome words that say something.");
        var pages = await _newsroom.NamesAsync(Containers.Web);
        var eTag = _newsroom.Store.PutUnaddressable(new BlobPath(Containers.Articles, name));

        var result = await _newsroom.Publisher.AnswerAsync(name, default);

        Assert.Equal((ReportStatus.Rejected, eTag), (result.Report!.Status, result.Report.SourceETag));
        Assert.Equal("file-name", Assert.Single(result.Report.Findings).Rule);
        Assert.NotNull(await _newsroom.ReportPageAsync(name));
        Assert.Equal(pages, await _newsroom.NamesAsync(Containers.Web));
    }

    [Theory]
    [InlineData("..\\pictures\\a.png")]
    [InlineData("../_draft.md")]
    public async Task A_picture_or_private_file_whose_name_leads_elsewhere_is_left_alone(string name)
    {
        _newsroom.Store.PutUnaddressable(new BlobPath(Containers.Articles, name));

        Assert.Null((await _newsroom.Publisher.AnswerAsync(name, default)).Report);
    }

    [Theory]
    [InlineData("a..b.md")]
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
        Assert.Contains(
            "Word",
            (await _newsroom.DropAsync("letter.md", [0x50, 0x4B, 3, 4, 20, 0])).Findings[0].Message
        );
        Assert.Contains(
            ".docx",
            (await _newsroom.DropAsync("letter.docx", [0x50, 0x4B, 3, 4, 20, 0])).Findings[0].Message
        );
        Assert.Equal("empty", Assert.Single((await _newsroom.DropAsync("empty.md", "")).Findings).Rule);
    }

    [Fact]
    public async Task A_broken_template_override_is_reported_and_the_built_in_one_used()
    {
        var room = new Newsroom(new Dictionary<string, string> { ["page.hbs"] = "{{#if title}}never closed" });

        var report = await room.DropAsync("sciatica.md", Newsroom.Sciatica);

        Assert.Equal(ReportStatus.Published, report.Status);
        Assert.Contains(report.Findings, f => f.Rule == "theme-template");
        Assert.Contains("<h1>What helps with sciatica?</h1>", await room.PageAsync("sciatica"));
    }
}
