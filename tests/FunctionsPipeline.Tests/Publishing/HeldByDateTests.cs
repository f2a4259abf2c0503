using System.Globalization;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Publishing;

/// <summary>
/// An article whose date lies ahead waits for it, as for <c>publishAt</c>. It is 10 March 2026, 09:00 in Regina.
/// </summary>
public sealed class HeldByDateTests
{
    private const string PlainText = """
        Heat or ice

        By Jane Doe | 12 March 2026

        People ask us every week whether a sore back wants heat or ice, and the honest answer is that it wants whatever feels good.
        """;

    private readonly Newsroom _newsroom = new();

    [Theory]
    [InlineData("date: 2026-03-11", "2026-03-11T06:00:00Z")]
    [InlineData("date: 2026-03-10 09:01", "2026-03-10T15:01:00Z")]
    [InlineData("date: 2026-03-10T15:01:00Z", "2026-03-10T15:01:00Z")]
    [InlineData("date: 2027-01-05T00:00:00+13:00", "2027-01-04T11:00:00Z")]
    [InlineData("pubDate: Jan 5, 2027", "2027-01-05T06:00:00Z")]
    [InlineData("date: 2027-01-05\npublishAt: 2026-03-12", "2026-03-12T06:00:00Z")]
    [InlineData("date: 2026-03-10", null)]
    [InlineData("date: 2026-03-10 09:00", null)]
    [InlineData("date: 2026-03-10T23:00:00+08:00", null)]
    [InlineData("date: 2027-01-05\npublishAt: 2026-03-09", null)]
    public async Task A_date_means_that_instant_and_a_day_its_first_moment_in_the_sites_zone(
        string frontMatter,
        string? until
    )
    {
        var report = await _newsroom.DropAsync(
            "sciatica.md",
            $"---\ntitle: Sciatica\n{frontMatter}\n---\n\nIt passes.\n"
        );

        DateTimeOffset? expected = until is null ? null : DateTimeOffset.Parse(until, CultureInfo.InvariantCulture);
        Assert.Equal(until is null ? ReportStatus.Published : ReportStatus.Scheduled, report.Status);
        if (expected is not null)
            Assert.Equal(expected, report.PublishAt);
        Assert.Equal(expected is null, await _newsroom.PageAsync("sciatica") is not null);
        Assert.Equal(expected is null, await _newsroom.DigestAsync("sciatica") is not null);
    }

    [Fact]
    public async Task The_report_says_until_when_and_how_to_publish_now()
    {
        var report = await _newsroom.DropAsync("sciatica.md", Dated("2026-04-01"));

        var held = Assert.Single(report.Findings, f => f.Rule == "future-date");
        Assert.Equal((Severity.Warning, 3), (held.Severity, held.Line));
        Assert.Equal(
            "The date is still to come: the article is held until 2026-04-01 00:00 (America/Regina) and goes live by itself then.",
            held.Message
        );
        Assert.Equal(
            "To publish it now, write 'date: 2026-03-10'. If it should wait, there is nothing to do.",
            held.Fix
        );
        Assert.Contains(
            "The article goes live by itself at its time: 2026-04-01 00:00.",
            await _newsroom.ReportPageAsync("sciatica.md"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "2026-03-12-heat-or-ice.md",
        "# Heat or ice\n\nIt wants *whatever* feels good.\n",
        "file's name",
        "file-name"
    )]
    [InlineData("heat-or-ice.txt", PlainText, "line below the title", "byline")]
    public async Task A_date_that_was_found_elsewhere_holds_too_and_the_report_says_where_it_is(
        string name,
        string text,
        string where,
        string from
    )
    {
        var report = await _newsroom.DropAsync(name, text);

        Assert.Equal(ReportStatus.Scheduled, report.Status);
        Assert.Equal(new DateTimeOffset(2026, 3, 12, 6, 0, 0, TimeSpan.Zero), report.PublishAt);
        Assert.Contains(new("date", "2026-03-12", from), report.Inferred);
        var held = Assert.Single(report.Findings, f => f.Rule == "future-date");
        Assert.Contains(where, held.Message, StringComparison.Ordinal);
        Assert.Contains("write 'date: 2026-03-10' in the front matter", held.Fix, StringComparison.Ordinal);

        await _newsroom.DropAsync(name, $"---\ndate: 2026-03-10\n---\n\n{text}");

        Assert.NotNull(await _newsroom.PageAsync("heat-or-ice"));
    }

    /// <summary>It is set by the storage service, whose clock may be ahead of ours.</summary>
    [Fact]
    public async Task The_time_of_the_file_holds_nothing()
    {
        _newsroom.Time.Advance(TimeSpan.FromHours(30));
        await _newsroom.PutAsync("sciatica.md", "# Sciatica\n\nIt *passes*.\n");
        _newsroom.Time.Jump(_newsroom.Time.GetUtcNow().AddHours(-30));

        var report = (await _newsroom.Publisher.PublishAsync("sciatica.md", default)).Report!;

        Assert.Equal(ReportStatus.Published, report.Status);
    }

    [Fact]
    public async Task It_goes_live_by_itself_when_its_time_has_come()
    {
        await _newsroom.DropAsync("sciatica.md", Dated("2026-03-11 10:00"));
        await FollowAsync();

        await RunDueAsync("2026-03-11T16:00:00Z");
        Assert.Null(await _newsroom.PageAsync("sciatica"));
        await RunDueAsync("2026-03-11T16:00:01Z");

        Assert.NotNull(await _newsroom.PageAsync("sciatica"));
        var entry = (await _newsroom.EntryAsync("sciatica"))!;
        Assert.Equal((CatalogStatus.Published, _newsroom.Time.GetUtcNow()), (entry.Status, entry.FirstPublished));
        Assert.True(entry.IsNews);
        Assert.Empty(await _newsroom.NamesAsync(Containers.State, "due/"));
    }

    [Fact]
    public async Task While_it_is_held_another_date_puts_it_off_and_one_that_has_come_publishes_it()
    {
        await _newsroom.DropAsync("sciatica.md", Dated("2026-03-11"));
        await FollowAsync();
        await _newsroom.DropAsync("sciatica.md", Dated("2026-03-20"));
        await FollowAsync();
        await RunDueAsync("2026-03-12T06:00:00Z");
        Assert.Null(await _newsroom.PageAsync("sciatica"));

        await _newsroom.DropAsync("sciatica.md", Dated("2026-03-12"));
        Assert.NotNull(await _newsroom.PageAsync("sciatica"));

        await RunDueAsync("2026-03-21T06:00:00Z");
        Assert.Equal(CatalogStatus.Published, (await _newsroom.EntryAsync("sciatica"))!.Status);
    }

    [Fact]
    public async Task A_file_that_is_deleted_while_it_is_held_never_goes_live()
    {
        await _newsroom.DropAsync("sciatica.md", Dated("2026-03-11"));
        await FollowAsync();
        await _newsroom.DeleteAsync("sciatica.md");

        await RunDueAsync("2026-03-12T06:00:00Z");

        Assert.Null(await _newsroom.PageAsync("sciatica"));
        Assert.Equal(CatalogStatus.Removed, (await _newsroom.EntryAsync("sciatica"))!.Status);
    }

    [Theory]
    [InlineData("date: 2026-03-12")]
    [InlineData("publishAt: 2026-03-12")]
    public async Task A_live_article_that_is_given_a_later_date_is_off_the_site_until_then(string later)
    {
        await _newsroom.DropAsync("sciatica.md", Dated("2026-03-09"));
        await _newsroom.Rebuild.RunAsync(default);
        var first = (await _newsroom.EntryAsync("sciatica"))!.FirstPublished;
        Assert.NotNull(first);

        await _newsroom.DropAsync(
            "sciatica.md",
            Dated("2026-03-09").Replace("date: 2026-03-09", later, StringComparison.Ordinal)
        );
        await FollowAsync();
        await _newsroom.Rebuild.RunAsync(default);
        Assert.Null(await _newsroom.PageAsync("sciatica"));
        Assert.Null(await _newsroom.DigestAsync("sciatica"));

        await RunDueAsync("2026-03-12T06:00:01Z");
        Assert.NotNull(await _newsroom.PageAsync("sciatica"));
        // It is no new article: newsletters count from its first day.
        Assert.Equal(first, (await _newsroom.EntryAsync("sciatica"))!.FirstPublished);
    }

    private static string Dated(string date) => $"---\ntitle: Sciatica\ndate: {date}\n---\n\nIt passes.\n";

    private DueDates Due => new(_newsroom.Store, _newsroom.Publisher, _newsroom.Time);

    /// <summary>As the site's rebuild does.</summary>
    private async Task FollowAsync() => await Due.FollowAsync([(await _newsroom.EntryAsync("sciatica"))!], default);

    private Task RunDueAsync(string at)
    {
        _newsroom.Time.Jump(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture));
        return Due.RunAsync(default);
    }
}
