using FunctionsPipeline.Catalog;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Planning;

namespace FunctionsPipeline.Tests.Newsletters.Planning;

/// <summary>What staff want of the next issue: its subject, the order of its articles, and what waits.</summary>
public sealed class IssueWishesTests : IDisposable
{
    private static readonly string Weekly = SampleIssue.Newsletter.Id;

    private readonly Newsroom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task The_next_issue_of_the_schedule_goes_as_wished_and_the_one_after_it_as_usual()
    {
        await PublishAsync("one", "two", "three");

        await WishAsync(new IssueWishes(" Spring news ", ["one", "three"], ["two"]));
        var shown = await OnlyAsync();
        var preview = (await _room.Previews.PreviewAsync(Weekly, default)).Value;
        await _room.TickAtAsync(SampleIssue.Due.AddMinutes(-45));
        await PublishAsync("four");
        var next = await OnlyAsync();
        await _room.TickAtAsync(SampleIssue.Due.AddDays(7).AddMinutes(-45));

        Assert.Equal(["one", "three"], shown.Articles);
        Assert.Equal(["two"], shown.Postponed);
        Assert.Equal("Spring news", preview.Subject);
        Assert.Equal(["one", "three"], preview.Articles);
        Assert.Equal("Spring news", _room.Sending.Issues[0].Subject);
        Assert.Equal(["one", "three"], _room.Sending.Issues[0].Articles);
        Assert.Equal(IssueWishes.None.Version, next.Wishes.Version);
        Assert.Equal(["four", "two"], next.Articles);
        Assert.Equal(["four", "two"], _room.Sending.Issues[1].Articles);
        Assert.Contains("About four", _room.Sending.Issues[1].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_later_follows_what_was_put_in_order()
    {
        await PublishAsync("one", "two");
        await WishAsync(new IssueWishes(null, ["one", "two"], []));

        await PublishAsync("three");

        Assert.Equal(["one", "two", "three"], (await OnlyAsync()).Articles);
    }

    /// <summary>The look back of a newsletter ends a fortnight behind its last issue, and this one goes once a month.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_postponed_is_not_forgotten_until_the_issue_of_next_month(bool byHand)
    {
        using var room = await MonthlyAsync("waits", "goes");
        var slot = (await NextAsync(room)).Due!.Value;

        room.Time.Jump(slot.AddHours(-2));
        if (byHand)
            await room.Manual.PlanNowAsync(Weekly, new ManualOrder(["goes"]), default);
        else
            await WishAsync(room, new IssueWishes(null, [], ["waits"]));
        await room.TickAtAsync(byHand ? slot.AddHours(-2) : slot.AddMinutes(-45));
        var first = Assert.Single(room.Sending.Issues).Articles;
        if (byHand)
            await room.Upcoming.SkipAsync(Weekly, default);
        await room.TickAtAsync(slot.AddHours(1));
        var due = (await NextAsync(room)).Due!.Value;
        await room.TickAtAsync(due.AddMinutes(-45));

        Assert.Equal(["goes"], first);
        Assert.True(due > slot.AddDays(20));
        Assert.Equal(["waits"], room.Sending.Issues[^1].Articles);
        await room.TickAtAsync(due.AddHours(1));
        Assert.Empty((await NextAsync(room)).Articles);
    }

    [Fact]
    public async Task What_was_postponed_and_off_the_site_or_renamed_meanwhile_goes_when_it_is_back()
    {
        using var room = await MonthlyAsync("off", "old-name", "goes");
        var published = room.Time.GetUtcNow();
        var first = (await NextAsync(room)).Due!.Value;
        await WishAsync(room, new IssueWishes(null, [], ["off", "old-name"]));
        await room.TickAtAsync(first.AddMinutes(-45));
        await room.TickAtAsync(first.AddHours(1));

        await room.PublishAsync("off", published, e => e with { Status = CatalogStatus.Draft });
        await room.PublishAsync("old-name", published, e => e with { Status = CatalogStatus.Draft });
        await room.PublishAsync("new-name", published, e => e with { Aliases = ["old-name"] });
        await room.PublishAsync("second");
        var second = (await NextAsync(room)).Due!.Value;
        await room.TickAtAsync(second.AddMinutes(-45));
        await room.TickAtAsync(second.AddHours(1));
        await room.PublishAsync("off", published);
        var third = (await NextAsync(room)).Due!.Value;
        await room.TickAtAsync(third.AddMinutes(-45));

        Assert.Equal(["goes"], room.Sending.Issues[0].Articles);
        Assert.Equal(["new-name", "second"], room.Sending.Issues[1].Articles.Order(StringComparer.Ordinal));
        Assert.Equal(["off"], room.Sending.Issues[2].Articles);
    }

    [Fact]
    public async Task An_article_that_is_off_the_site_while_its_issue_is_planned_goes_with_a_later_one()
    {
        using var room = await MonthlyAsync("off", "goes");
        var published = room.Time.GetUtcNow();
        var first = (await NextAsync(room)).Due!.Value;
        room.Sending.Refusal = "Not now.";
        await room.TickAtAsync(first.AddMinutes(-45));
        await room.PublishAsync("off", published, e => e with { Status = CatalogStatus.Draft });
        room.Sending.Refusal = null;
        await room.TickAtAsync(first.AddMinutes(-44));
        await room.TickAtAsync(first.AddHours(1));
        await room.PublishAsync("off", published);
        await room.TickAtAsync((await NextAsync(room)).Due!.Value.AddMinutes(-45));

        Assert.Equal(["goes"], room.Sending.Issues[0].Articles);
        Assert.Equal(["off"], room.Sending.Issues[1].Articles);
    }

    [Fact]
    public async Task An_issue_planned_by_hand_in_place_of_the_next_one_spends_its_wishes()
    {
        await PublishAsync("one", "two");
        await WishAsync(new IssueWishes("Spring news", ["one"], ["two"]));
        var shown = await OnlyAsync();

        var order = new ManualOrder(["one"])
        {
            Subject = "Spring news",
            Shown = shown.Version,
            IsNextIssue = true,
        };
        await _room.Manual.PlanNowAsync(Weekly, order, default);
        await _room.TickAtAsync(SampleIssue.Due.AddMinutes(-45));

        Assert.Equal("Spring news", _room.Sending.Issues[0].Subject);
        Assert.Equal(["two"], _room.Sending.Issues[1].Articles);
        Assert.Contains("About two", _room.Sending.Issues[1].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_issue_planned_by_hand_leaves_the_wishes_and_takes_its_articles_out_of_them()
    {
        await PublishAsync("one", "two", "three");
        await WishAsync(new IssueWishes("Spring news", ["three", "one"], ["two"]));

        await _room.Manual.PlanNowAsync(Weekly, new ManualOrder(["three", "two"]), default);
        await _room.TickAsync();
        var next = await OnlyAsync();

        Assert.Equal(["one"], next.Articles);
        Assert.Equal(("Spring news", 0), (next.Wishes.Subject, next.Wishes.Postponed.Count));
        Assert.Equal(["one"], next.Wishes.Order);
    }

    [Fact]
    public async Task A_plan_by_hand_that_is_asked_for_twice_or_late_plans_once()
    {
        await PublishAsync("one");
        var order = new ManualOrder(["one"]) { Shown = (await OnlyAsync()).Version };

        await _room.Manual.PlanNowAsync(Weekly, order, default);
        var twice = await _room.Manual.PlanNowAsync(Weekly, order, default);
        await _room.TickAsync();
        var late = await _room.Manual.PlanNowAsync(Weekly, order, default);

        Assert.Single(_room.Sending.Issues);
        Assert.NotNull(twice.Refusal);
        Assert.Contains("was planned meanwhile", late.Refusal!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wish_for_an_issue_that_was_planned_meanwhile_changes_no_other()
    {
        await PublishAsync("one");
        var shown = (await OnlyAsync()).Version;
        await _room.TickAtAsync(SampleIssue.Due.AddMinutes(-45));

        var late = await _room.Wishes.WriteAsync(Weekly, new IssueWishes("Late", [], []), shown, default);

        Assert.Contains("was planned meanwhile", late.Refusal!.Reason, StringComparison.Ordinal);
        Assert.Null((await OnlyAsync()).Wishes.Subject);
    }

    [Fact]
    public async Task Of_two_people_the_second_is_told_and_the_same_wish_twice_is_one()
    {
        await PublishAsync("one", "two");
        var shown = (await OnlyAsync()).Version;
        var wish = new IssueWishes("Mine", ["one"], ["two"]);
        await WishAsync(wish);

        var again = await _room.Wishes.WriteAsync(Weekly, wish, shown, default);
        var other = await _room.Wishes.WriteAsync(Weekly, wish with { Subject = "Theirs" }, shown, default);

        Assert.Null(again.Refusal);
        Assert.Contains("Another person", other.Refusal!.Reason, StringComparison.Ordinal);
        Assert.Equal("Mine", (await OnlyAsync()).Wishes.Subject);
    }

    [Theory]
    [InlineData("clinic-weekly", "two\nlines", "one line")]
    [InlineData("clinic-weekly", null, "150 are allowed")]
    [InlineData("nope", "Fine", "no newsletter")]
    public async Task What_cannot_be_is_refused_with_a_reason(string newsletter, string? subject, string reason)
    {
        var wish = new IssueWishes(subject ?? new string('s', 151), [], []);

        var refused = await _room.Wishes.WriteAsync(newsletter, wish, (await OnlyAsync()).Version, default);

        Assert.Contains(reason, refused.Refusal!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newsletter_without_times_has_no_next_issue_to_change()
    {
        using var instant = new Newsroom(SampleIssue.Newsletter with { Schedule = "instant" });

        var refused = await instant.Wishes.WriteAsync(Weekly, new IssueWishes("S", [], []), "", default);

        Assert.Contains("no times of its own", refused.Refusal!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_everything_postponed_the_slot_passes_and_all_goes_with_the_next()
    {
        await PublishAsync("one");
        await WishAsync(new IssueWishes(null, [], ["one"]));

        await _room.TickAtAsync(SampleIssue.Due.AddMinutes(-45));
        Assert.Empty(_room.Sending.Issues);
        await _room.TickAtAsync(SampleIssue.Due.AddDays(7).AddMinutes(-45));

        Assert.Equal(["one"], Assert.Single(_room.Sending.Issues).Articles);
    }

    [Fact]
    public async Task A_subject_that_looks_like_a_merge_field_is_text()
    {
        await PublishAsync("one");
        await WishAsync(new IssueWishes($"For {MergeFields.GreetingText}", [], []));

        await _room.TickAtAsync(SampleIssue.Due.AddMinutes(-45));

        Assert.StartsWith("For ", _room.Sending.Issues[0].Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(MergeFields.GreetingText, _room.Sending.Issues[0].Subject, StringComparison.Ordinal);
    }

    private static async Task<Newsroom> MonthlyAsync(params string[] slugs)
    {
        var room = new Newsroom(SampleIssue.Newsletter with { Schedule = "every first Tuesday at 09:00" });
        await room.TickAsync();
        foreach (var slug in slugs)
            await room.PublishAsync(slug);
        return room;
    }

    private async Task PublishAsync(params string[] slugs)
    {
        await _room.TickAsync();
        foreach (var slug in slugs)
        {
            _room.Time.Advance(TimeSpan.FromMinutes(1));
            await _room.PublishAsync(slug);
        }
    }

    private Task WishAsync(IssueWishes wishes) => WishAsync(_room, wishes);

    private static async Task WishAsync(Newsroom room, IssueWishes wishes)
    {
        var shown = (await NextAsync(room)).Version;
        Assert.Null((await room.Wishes.WriteAsync(Weekly, wishes, shown, default)).Refusal);
    }

    private Task<UpcomingIssue> OnlyAsync() => NextAsync(_room);

    private static async Task<UpcomingIssue> NextAsync(Newsroom room) =>
        Assert.Single(await room.Upcoming.ListAsync(default));
}
