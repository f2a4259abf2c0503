using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Publishing;

/// <summary>Who has a slug, and what becomes of one that is given up.</summary>
public sealed class ArticleAddressTests
{
    private readonly Newsroom _newsroom = new();

    [Fact]
    public async Task A_second_file_with_the_same_slug_is_told_who_has_it()
    {
        await _newsroom.DropAsync("sciatica.md", Newsroom.Sciatica);
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
            if (
                interrupted
                || operation != nameof(IBlobStore.WriteAsync)
                || !path.Name.StartsWith("catalog/", StringComparison.Ordinal)
            )
                return;
            interrupted = true;
            _newsroom.Publisher.PublishAsync("b/same.md", default).GetAwaiter().GetResult();
        };

        await _newsroom.Publisher.PublishAsync("a/same.md", default);

        var entry = await _newsroom.EntryAsync("same");
        var owner = entry!.Source == "a/same.md" ? "file a" : "file b";
        Assert.Contains(owner, await _newsroom.PageAsync("same"));
        Assert.Contains(owner, (await _newsroom.DigestAsync("same"))!.FullText.ToString());
    }

    [Fact]
    public async Task A_changed_slug_leaves_a_way_from_the_old_address_and_nothing_else()
    {
        await _newsroom.DropAsync("sciatica.md", Newsroom.Sciatica);
        var first = (await _newsroom.EntryAsync("sciatica"))!.FirstPublished;
        _newsroom.Time.Advance(TimeSpan.FromDays(1));

        await _newsroom.DropAsync(
            "sciatica.md",
            Newsroom.Sciatica.Replace("author:", "slug: sciatica-relief\nauthor:")
        );
        await _newsroom.Rebuild.RunAsync(default);

        Assert.Contains("https://clinic.example/sciatica-relief/", await _newsroom.PageAsync("sciatica"));
        Assert.Equal(CatalogStatus.Removed, (await _newsroom.EntryAsync("sciatica"))!.Status);
        Assert.Null(await _newsroom.DigestAsync("sciatica"));
        var entry = await _newsroom.EntryAsync("sciatica-relief");
        Assert.Equal(["sciatica"], entry!.Aliases);
        Assert.Equal(first, entry.FirstPublished);
    }

    [Fact]
    public async Task A_later_title_does_not_move_an_article()
    {
        await _newsroom.DropAsync("Document1.md", "# Why we ask you to breathe out\n\nIt calms the body.");

        var report = await _newsroom.DropAsync(
            "Document1.md",
            "# Breathe out, slowly\n\nIt calms the body and the mind."
        );

        Assert.Equal("why-we-ask-you-to-breathe-out", report.Slug);
        Assert.Contains(report.Inferred, i => i is { Key: "slug", From: "first-address" });
        Assert.Contains(
            "Breathe out, slowly",
            await _newsroom.PageAsync("why-we-ask-you-to-breathe-out"),
            StringComparison.Ordinal
        );
        Assert.Null(await _newsroom.EntryAsync("breathe-out-slowly"));
    }

    [Fact]
    public async Task An_address_that_its_author_writes_moves_it()
    {
        await _newsroom.DropAsync("Document1.md", "# Why we ask you to breathe out\n\nIt calms the body.");

        var report = await _newsroom.DropAsync(
            "Document1.md",
            "---\nslug: breathe-out\n---\n\n# Why we ask you to breathe out\n\nIt calms the body."
        );

        Assert.Equal("breathe-out", report.Slug);
        Assert.Equal(["why-we-ask-you-to-breathe-out"], (await _newsroom.EntryAsync("breathe-out"))!.Aliases);
    }

    /// <summary>A Mac stores the names of files decomposed, editors type them composed.</summary>
    [Fact]
    public async Task A_link_finds_an_article_however_the_accents_of_its_name_are_stored()
    {
        await _newsroom.DropAsync("re\u0301sume\u0301.md", "# Summary\n\nWords of it.");

        await _newsroom.DropAsync("caf\u00E9.md", "# Coffee\n\nSee [the summary](r\u00E9sum\u00E9.md).");

        Assert.Contains(
            "href=\"https://clinic.example/resume/\"",
            await _newsroom.PageAsync("cafe"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Links_between_articles_lead_to_their_pages()
    {
        await _newsroom.DropAsync("back/pain.md", "---\nslug: all-about-pain\n---\n\n# Pain\n\nWords about pain.");

        var report = await _newsroom.DropAsync(
            "sciatica.md",
            "# Sciatica\n\nSee [pain](back/pain.md#why) and [later](later.md)."
        );

        var page = await _newsroom.PageAsync("sciatica");
        Assert.Contains("<a href=\"https://clinic.example/all-about-pain/#why\">pain</a>", page);
        Assert.DoesNotContain("later.md", page);
        Assert.Equal(3, Assert.Single(report.Findings, f => f.Rule == "broken-link").Line);
        Assert.Equal(["later.md"], (await _newsroom.EntryAsync("sciatica"))!.WaitsFor);
    }
}
