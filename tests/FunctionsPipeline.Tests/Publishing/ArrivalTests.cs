using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Publishing;

/// <summary>
/// Whether an article is news is decided when it first goes live, and kept. It is 10 March 2026, 09:00 in Regina.
/// </summary>
public sealed class ArrivalTests
{
    private readonly Newsroom _newsroom = new();

    [Theory]
    [InlineData("date: 2019-05-02", false)]
    [InlineData("date: 2026-01-09 08:59", false)]
    [InlineData("date: 2026-01-09 09:00", true)]
    [InlineData("date: 2026-03-09", true)]
    [InlineData("author: A. Lee", true)]
    [InlineData("date: 2019-05-02\nnewsletter: true", true)]
    [InlineData("date: 2019-05-02\nnewsletter: false", false)]
    [InlineData("date: 2019-05-02\npublishAt: 2026-03-09", true)]
    [InlineData("date: 2019-05-02\npublishAt: 2019-05-03", false)]
    public async Task An_article_is_news_unless_its_date_is_more_than_60_days_old(string frontMatter, bool news)
    {
        var report = await DropAsync(frontMatter);

        Assert.Equal(ReportStatus.Published, report.Status);
        Assert.Equal(news, (await EntryAsync()).IsNews);
    }

    [Theory]
    [InlineData("date: 2019-05-02", true)]
    [InlineData("date: 2019-05-02\nnewsletter: true", false)]
    [InlineData("date: 2019-05-02\nnewsletter: false", false)]
    [InlineData("date: 2026-03-09", false)]
    public async Task The_report_says_so_where_its_author_has_not_decided(string frontMatter, bool says)
    {
        var report = await DropAsync(frontMatter);

        var note = report.Findings.FirstOrDefault(f => f.Rule == "from-archive");
        Assert.Equal(says, note is not null);
        if (note is null)
            return;
        Assert.Equal(Severity.Note, note.Severity);
        Assert.Equal(
            "When the article came, its date was more than 60 days old. It is on the site, but newsletters and other sites do not take it for new.",
            note.Message
        );
        Assert.Contains("'newsletter: true'", note.Fix, StringComparison.Ordinal);
        Assert.Contains(
            "do not take it for new",
            await _newsroom.ReportPageAsync("sciatica.md"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("date: 2019-05-02\nauthor: A. Lee")]
    [InlineData("date: 2026-03-09")]
    [InlineData("author: A. Lee")]
    [InlineData("date: 2026-03-09\nslug: sciatica")]
    public async Task A_later_edit_of_an_old_article_makes_it_no_news(string edited)
    {
        await DropAsync("date: 2019-05-02");

        var report = await DropAsync(edited);

        Assert.False((await EntryAsync()).IsNews);
        Assert.Contains(report.Findings, f => f.Rule == "from-archive");
    }

    [Fact]
    public async Task Only_the_authors_own_word_makes_an_old_article_news_and_takes_it_back()
    {
        await DropAsync("date: 2019-05-02");

        var report = await DropAsync("date: 2019-05-02\nnewsletter: true");
        Assert.True((await EntryAsync()).IsNews);
        Assert.DoesNotContain(report.Findings, f => f.Rule == "from-archive");

        await DropAsync("date: 2026-03-09");
        Assert.False((await EntryAsync()).IsNews);
    }

    [Theory]
    [InlineData("date: 2026-03-09\nauthor: A. Lee")]
    [InlineData("date: 2019-05-02")]
    public async Task An_article_that_was_new_when_it_came_stays_so_however_it_is_edited(string edited)
    {
        await DropAsync("date: 2026-03-09");
        _newsroom.Time.Advance(TimeSpan.FromDays(100));

        await DropAsync(edited);

        Assert.True((await EntryAsync()).IsNews);
    }

    [Theory]
    [InlineData("2019-05-02", "2026-03-09", false)]
    [InlineData("2026-03-09", "2019-05-02", true)]
    public async Task A_new_address_changes_nothing(string first, string second, bool news)
    {
        await DropAsync($"date: {first}");

        await DropAsync($"date: {second}\nslug: nerve-pain");

        Assert.Equal(news, (await _newsroom.EntryAsync("nerve-pain"))!.IsNews);
    }

    [Theory]
    [InlineData("2019-05-02", false)]
    [InlineData("2026-03-09", true)]
    public async Task An_article_that_goes_and_comes_back_is_what_it_was(string first, bool news)
    {
        await DropAsync($"date: {first}");
        await _newsroom.DeleteAsync("sciatica.md");
        await _newsroom.Publisher.PublishAsync("sciatica.md", default);
        Assert.Equal(CatalogStatus.Removed, (await EntryAsync()).Status);
        _newsroom.Time.Advance(TimeSpan.FromDays(100));

        await DropAsync("date: 2026-03-09");

        Assert.Equal(news, (await EntryAsync()).IsNews);
    }

    /// <summary>What counts is the first publication, not the first drop.</summary>
    [Fact]
    public async Task A_draft_is_judged_when_it_goes_live()
    {
        await DropAsync("date: 2026-03-09\ndraft: true");
        _newsroom.Time.Advance(TimeSpan.FromDays(100));
        Assert.False((await EntryAsync()).FromArchive);

        await DropAsync("date: 2026-03-09");

        Assert.False((await EntryAsync()).IsNews);
    }

    [Theory]
    [InlineData("2019-05-02", false)]
    [InlineData("2026-03-09", true)]
    public async Task A_step_that_dies_or_runs_twice_decides_the_same(string date, bool news)
    {
        for (var step = 0; ; step++)
        {
            Assert.True(step < 40, "Publishing took more steps than expected.");
            var room = new Newsroom();
            await room.PutAsync("sciatica.md", Text($"date: {date}"));
            var (calls, failed) = (0, false);
            room.Store.After = (_, _) =>
            {
                if (calls++ != step)
                    return;
                failed = true;
                throw new StorageException("lost");
            };
            await Record.ExceptionAsync(() => room.Publisher.PublishAsync("sciatica.md", default));
            room.Store.After = null;

            var report = (await room.Publisher.PublishAsync("sciatica.md", default)).Report!;

            Assert.Equal(news, (await room.EntryAsync("sciatica"))!.IsNews);
            Assert.Equal(!news, report.Findings.Any(f => f.Rule == "from-archive"));
            if (!failed)
                return;
        }
    }

    /// <summary>Entries that an earlier version of this program wrote say nothing of an archive.</summary>
    [Fact]
    public async Task An_article_that_was_live_before_there_was_this_rule_is_left_as_it_was()
    {
        await DropAsync("date: 2019-05-02");
        var path = CatalogBlobs.Entry(Slug.Parse("sciatica"));
        var json = System.Text.Encoding.UTF8.GetString((await _newsroom.Store.ReadAsync(path, default))!.Content.Span);
        var former = json.Replace("\"fromArchive\": true", "\"newsletter\": true", StringComparison.Ordinal);
        Assert.NotEqual(json, former);
        await _newsroom.Store.WriteAsync(
            path,
            System.Text.Encoding.UTF8.GetBytes(former),
            BlobHeaders.Json,
            WriteCondition.Always,
            default
        );

        var report = await DropAsync("date: 2019-05-02\nauthor: A. Lee");

        Assert.True((await EntryAsync()).IsNews);
        Assert.DoesNotContain(report.Findings, f => f.Rule == "from-archive");
    }

    private static string Text(string frontMatter) => $"---\ntitle: Sciatica\n{frontMatter}\n---\n\nIt passes.\n";

    private Task<ArticleReport> DropAsync(string frontMatter) => _newsroom.DropAsync("sciatica.md", Text(frontMatter));

    private async Task<CatalogEntry> EntryAsync() => (await _newsroom.EntryAsync("sciatica"))!;
}
