using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Publishing;

/// <summary>Drafts, articles for later, and such as go and come back.</summary>
public sealed class ArticleComingAndGoingTests
{
    private readonly Newsroom _newsroom = new();

    [Fact]
    public async Task A_draft_is_kept_off_the_site_and_taken_down()
    {
        await _newsroom.DropAsync("sciatica.md", Newsroom.Sciatica);

        var report = await _newsroom.DropAsync(
            "sciatica.md",
            Newsroom.Sciatica.Replace("author:", "draft: true\nauthor:")
        );

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
        var report = await _newsroom.DropAsync(
            "sciatica.md",
            Newsroom.Sciatica.Replace("author:", $"publishAt: {at:yyyy-MM-ddTHH:mm:ssZ}\nauthor:")
        );
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
        await _newsroom.DropAsync("sciatica.md", Newsroom.Sciatica);
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

        Assert.Equal(
            ["a-drawing/index.html", "a-drawing/line.svg"],
            await _newsroom.NamesAsync(Containers.Web, "a-drawing/")
        );
    }
}
