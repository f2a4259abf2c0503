using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.Copies;
using FunctionsPipeline.Tests.Syndication.Mastodon;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Tests.Syndication;

/// <summary>
/// Which copies are taken away, when, and what becomes of articles that come back. Against a Mastodon server, which can do
/// everything.
/// </summary>
public sealed class WithdrawalTests() : TargetTests<FakeMastodon>(time => new FakeMastodon(time))
{
    private static readonly CatalogEntry Article = Wire.Article();

    private int Deletions => Server.All.Count(r => r.Method == "DELETE");

    [Fact]
    public async Task The_copy_of_a_deleted_article_is_taken_away_after_a_delay_and_its_report_says_so()
    {
        await CarryAsync(Article);
        await Wire.RemoveAsync(Article);

        Assert.Equal(TimeSpan.FromMinutes(15), Wire.Queue.Sent[^1].VisibleAfter);
        Assert.Equal(CopyState.There, Assert.Single((await Wire.ReportAsync())!.Copies).State);
        await Wire.SettleAsync();

        Assert.Empty(Remote.Statuses);
        Assert.Equal(
            [new ReportedCopy(Wire.Target, CopyState.Withdrawn, null, null, null)],
            (await Wire.ReportAsync())!.Copies
        );
        var page = await Wire.ReportPageAsync();
        Assert.Contains("It was taken away there.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("still elsewhere", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_put_back_within_the_delay_keeps_its_copy()
    {
        await CarryAsync(Article);
        await Wire.RemoveAsync(Article);
        await CarryAsync(Article);

        Assert.Equal("101", Assert.Single(Remote.Statuses).Id);
        Assert.Equal((0, 0), (Deletions, Remote.Edits));
    }

    [Fact]
    public async Task A_file_that_is_put_back_elsewhere_within_the_delay_keeps_its_copy()
    {
        await CarryAsync(Article);
        await Wire.RemoveAsync(Article);
        await CarryAsync(Article with { Source = "2026/sciatica.md" });

        Assert.Equal("101", Assert.Single(Remote.Statuses).Id);
        Assert.Equal(0, Deletions);
    }

    [Fact]
    public async Task A_draft_that_is_published_again_is_another_copy_with_keys_of_its_own()
    {
        await CarryAsync(Article);
        await Wire.MakeDraftAsync(Article with { SourceETag = "draft" });
        await Wire.SettleAsync();
        Assert.Empty(Remote.Statuses);

        await CarryAsync(Article);

        Assert.Equal("102", Assert.Single(Remote.Statuses).Id);
        Assert.Equal(
            2,
            Server.All.Where(r => r.Method == "POST").Select(r => r.Headers["Idempotency-Key"]).Distinct().Count()
        );
        Assert.Equal(
            new ReportedCopy(Wire.Target, CopyState.There, "https://social.example/@clinic/102", null, null),
            Assert.Single((await Wire.ReportAsync())!.Copies)
        );
    }

    [Fact]
    public async Task A_copy_that_only_a_person_asked_for_is_not_made_again_by_itself()
    {
        var old = Article with { FirstPublished = Time.GetUtcNow().AddDays(-1) };
        await CarryAsync(old);
        await Wire.Requests.AskAgainAsync(Slug.Parse(old.Slug), Wire.Target, default);
        await Wire.SettleAsync();
        Assert.Single(Remote.Statuses);
        await Wire.RemoveAsync(old);
        await Wire.SettleAsync();

        await CarryAsync(old with { Updated = Time.GetUtcNow() });

        Assert.Empty(Remote.Statuses);
    }

    [Theory]
    [InlineData("sciatica")]
    [InlineData(null)]
    public async Task An_article_that_lives_under_another_address_keeps_its_copy(string? alias)
    {
        await CarryAsync(Article);
        var moved = Wire.Article("needles") with { Source = Article.Source, Aliases = alias is null ? [] : [alias] };
        await Wire.SaveAsync(moved);
        // The message about the former address comes although its article's own is late.
        await LeaveAddressAsync();

        Assert.Equal(0, Deletions);
        Assert.Single(Remote.Statuses);
    }

    [Fact]
    public async Task An_article_that_moved_and_became_a_draft_loses_its_copy()
    {
        await CarryAsync(Article);
        await Wire.SaveAsync(Wire.Article("needles") with { Source = Article.Source, Status = CatalogStatus.Draft });
        await LeaveAddressAsync();

        Assert.Empty(Remote.Statuses);
    }

    [Fact]
    public async Task A_target_that_is_no_longer_in_the_settings_keeps_what_it_has()
    {
        await CarryAsync(Article);
        await Wire.RemoveAsync(Article);
        Wire.Settings.Settings = Wire.Settings.Settings with { Targets = [] };

        await Wire.SettleAsync();

        Assert.Single(Remote.Statuses);
        Assert.Equal(0, Deletions);
    }

    [Fact]
    public async Task A_copy_that_a_person_deleted_there_counts_as_taken_away()
    {
        await CarryAsync(Article);
        Remote.Statuses.Clear();

        await Wire.RemoveAsync(Article);
        await Wire.SettleAsync();

        Assert.Equal(1, Deletions);
        Assert.Equal(CopyState.Withdrawn, Assert.Single((await Wire.ReportAsync())!.Copies).State);
    }

    [Fact]
    public async Task A_refusal_is_reported_with_its_reason_and_waits_for_a_person()
    {
        await CarryAsync(Article);
        Answer(401);
        await Wire.RemoveAsync(Article);
        await Wire.SettleAsync();

        var copy = Assert.Single((await Wire.ReportAsync())!.Copies);
        Assert.Equal((CopyState.Remains, "https://social.example/@clinic/101"), (copy.State, copy.Link));
        var page = await Wire.ReportPageAsync();
        Assert.Contains("It could not be taken away there.", page, StringComparison.Ordinal);
        Assert.Contains("does not accept our secret", page, StringComparison.Ordinal);
        Assert.StartsWith(
            "It could not be taken away: The target does not accept our secret",
            Assert.Single(await Wire.Overview.ListAsync(default)).Problem
        );
        Server.FaultAt = (_, _) => null;
        await Wire.Requests.AskAsync([Article with { Status = CatalogStatus.Removed }], default);
        await Wire.SettleAsync();
        Assert.Equal(1, Deletions);

        Assert.True(await Wire.Requests.AskAgainAsync(Slug.Parse(Article.Slug), Wire.Target, default));
        await Wire.SettleAsync();

        Assert.Empty(Remote.Statuses);
        Assert.Equal(CopyState.Withdrawn, Assert.Single((await Wire.ReportAsync())!.Copies).State);
    }

    [Fact]
    public async Task A_rate_limit_puts_it_off_and_uses_up_no_attempt()
    {
        await CarryAsync(Article);
        Answer(429, ("Retry-After", "600"));
        await Wire.RemoveAsync(Article);
        await Wire.DeliverAsync();

        Assert.Equal(TimeSpan.FromMinutes(10), Wire.Queue.Sent[^1].VisibleAfter);
        Assert.Equal(
            (CopyRecordState.Waiting, 0),
            ((await Wire.CopyAsync())!.State, (await Wire.CopyAsync())!.Attempts)
        );
        Assert.Contains("tried again by itself", await Wire.ReportPageAsync(), StringComparison.Ordinal);
        Server.FaultAt = (_, _) => null;
        await Wire.SettleAsync();

        Assert.Empty(Remote.Statuses);
    }

    [Fact]
    public async Task An_article_that_comes_back_while_its_withdrawal_is_put_off_keeps_its_copy_and_follows_changes()
    {
        await CarryAsync(Article);
        Answer(429);
        await Wire.RemoveAsync(Article);
        await Wire.DeliverAsync();
        Server.FaultAt = (_, _) => null;

        await CarryAsync(Article with { Title = "Back again" });

        var status = Assert.Single(Remote.Statuses);
        Assert.Equal("101", status.Id);
        Assert.StartsWith("Back again\n", status.Text, StringComparison.Ordinal);
        Assert.Equal(1, Deletions);
    }

    [Fact]
    public async Task What_was_never_carried_is_not_called_for()
    {
        Server.FaultAt = (_, request) => request.Method == "POST" ? LoopbackServer.Fault.Answers(422) : null;
        await CarryAsync(Article);
        var requests = Server.All.Count;

        await Wire.RemoveAsync(Article);
        await Wire.SettleAsync();

        Assert.Equal(requests, Server.All.Count);
        Assert.False(await Wire.Requests.AskAgainAsync(Slug.Parse("another"), Wire.Target, default));
    }

    [Fact]
    public async Task Copies_are_looked_for_only_where_an_article_went_off_the_site()
    {
        await Wire.SaveAsync(Article);
        var calls = new List<string>();
        Wire.Store.Before = (operation, _) => calls.Add(operation);

        await Wire.Requests.AskAsync([Article], default);
        Assert.Equal(["ReadAsync"], calls);
        await Wire.Requests.AskAsync([Article with { Status = CatalogStatus.Draft, FirstPublished = null }], default);
        Assert.Equal(["ReadAsync", "ReadAsync"], calls);
        await Wire.Requests.AskAsync([Article with { Status = CatalogStatus.Removed }], default);

        Assert.Equal(["ReadAsync", "ReadAsync", "ReadAsync", "ListAsync"], calls);
    }

    [Theory]
    [InlineData("00:00:30")]
    [InlineData("2.00:00:00")]
    public async Task The_delay_is_checked_at_start(string delay)
    {
        var services = new ServiceCollection().AddSyndication();
        services.Configure<SyndicationOptions>(options => options.WithdrawAfter = TimeSpan.Parse(delay));
        await using var provider = services.BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);
    }

    private async Task CarryAsync(CatalogEntry article)
    {
        await Wire.PublishAsync(article);
        await Wire.SettleAsync();
    }

    /// <summary>As publishing leaves the former address of an article that has another.</summary>
    private async Task LeaveAddressAsync()
    {
        var left = Article with { Status = CatalogStatus.Removed };
        await Wire.Memory.WriteJsonAsync(
            CatalogBlobs.Entry(Slug.Parse(left.Slug)),
            left,
            CatalogJson.CatalogEntry,
            WriteCondition.Always,
            default
        );
        await Wire.Requests.AskAsync([left], default);
        await Wire.SettleAsync();
    }

    private void Answer(int status, params (string, string)[] headers) =>
        Server.FaultAt = (_, request) =>
            request.Method == "DELETE" ? LoopbackServer.Fault.Answers(status, headers) : null;
}
