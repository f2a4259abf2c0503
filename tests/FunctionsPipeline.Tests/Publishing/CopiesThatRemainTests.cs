using FunctionsPipeline.Catalog.Reports;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Tests.Publishing;

public sealed class CopiesThatRemainTests
{
    private const string Remains = "copies of it are still elsewhere";

    private readonly Newsroom _newsroom = new();

    [Fact]
    public async Task Who_deletes_an_article_is_told_where_copies_of_it_remain()
    {
        await CarryAsync(
            new ReportedCopy("social", CopyState.There, "https://social.example/@clinic/101", null, null),
            new ReportedCopy("blog", CopyState.Waiting, null, null, "We try again."),
            new ReportedCopy("sky", CopyState.Failed, null, "It refuses.", null)
        );
        Assert.DoesNotContain(Remains, await _newsroom.ReportPageAsync("back.md"), StringComparison.Ordinal);
        await _newsroom.DeleteAsync("back.md");

        var report = (await _newsroom.Publisher.RemoveAsync("back.md", default)).Report!;

        Assert.Equal("social", Assert.Single(report.Copies).Target);
        var page = await _newsroom.ReportPageAsync("back.md");
        Assert.Contains(Remains, page, StringComparison.Ordinal);
        Assert.Contains("href=\"https://social.example/@clinic/101\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_is_who_makes_it_a_draft_again()
    {
        await CarryAsync(new ReportedCopy("social", CopyState.There, "https://social.example/@clinic/101", null, null));

        await _newsroom.DropAsync("back.md", "---\ndraft: true\n---\n# Back\n\nWords.");

        Assert.Contains(Remains, await _newsroom.ReportPageAsync("back.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ping_leaves_nothing_to_take_down()
    {
        await CarryAsync(new ReportedCopy("hub", CopyState.There, null, null, null));
        await _newsroom.DeleteAsync("back.md");

        await _newsroom.Publisher.RemoveAsync("back.md", default);

        Assert.DoesNotContain(Remains, await _newsroom.ReportPageAsync("back.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_that_is_reported_while_a_new_version_is_published_stays_in_the_report()
    {
        var copy = new ReportedCopy("social", CopyState.There, "https://social.example/@clinic/101", null, null);
        await _newsroom.DropAsync("back.md", "# Back\n\nWords.");
        var reports = new ReportStore(_newsroom.Store, NullLogger.Instance);
        var shown = false;
        _newsroom.Faults.Before = (operation, path) =>
        {
            if (shown || operation != "WriteAsync" || path != ArticleReport.JsonOf("back.md"))
                return;
            shown = true;
            reports
                .ShowCopyAsync("back.md", copy, _newsroom.Settings, new FixedTheme(), default)
                .GetAwaiter()
                .GetResult();
        };

        await _newsroom.DropAsync("back.md", "# Back\n\nOther words.");

        Assert.True(shown);
        var report = (await reports.ReadAsync("back.md", default))!.Value;
        Assert.Equal(copy, Assert.Single(report.Copies));
        Assert.Contains(copy.Link!, await _newsroom.ReportPageAsync("back.md"), StringComparison.Ordinal);
        Assert.NotEqual("", report.SourceETag);
    }

    private async Task CarryAsync(params ReportedCopy[] copies)
    {
        await _newsroom.DropAsync("back.md", "# Back\n\nWords.");
        foreach (var copy in copies)
            await new ReportStore(_newsroom.Store, NullLogger.Instance).ShowCopyAsync(
                "back.md",
                copy,
                _newsroom.Settings,
                new FixedTheme(),
                default
            );
    }
}
