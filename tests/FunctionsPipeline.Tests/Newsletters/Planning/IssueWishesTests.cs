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
        Assert.Equal(["two"], shown.Waiting);
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
    public async Task What_waits_is_not_forgotten_until_the_issue_of_next_month(bool byHand)
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Schedule = "every first Tuesday at 09:00" });
        await room.TickAsync();
        await room.PublishAsync("waits");
        await room.PublishAsync("goes");
        var slot = (await room.Upcoming.ListAsync(default))[0].Due!.Value;

        room.Time.Jump(slot.AddHours(-2));
        if (byHand)
            await room.Manual.PlanNowAsync(Weekly, ["goes"], null, default);
        else
            await room.Wishes.WriteAsync(
                Weekly,
                new IssueWishes(null, [], ["waits"]),
                IssueWishes.None.Version,
                default
            );
        await room.TickAtAsync(byHand ? slot.AddHours(-2) : slot.AddMinutes(-45));
        var first = Assert.Single(room.Sending.Issues).Articles;
        // The slot of this month passes: by hand its article is gone already, and the other one waits.
        if (byHand)
            await room.Upcoming.SkipAsync(Weekly, default);
        await room.TickAtAsync(slot.AddHours(1));
        var due = (await room.Upcoming.ListAsync(default))[0].Due!.Value;
        await room.TickAtAsync(due.AddMinutes(-45));

        Assert.Equal(["goes"], first);
        Assert.True(due > slot.AddDays(20));
        Assert.Equal(["waits"], room.Sending.Issues[^1].Articles);
        await room.TickAtAsync(due.AddHours(1));
        Assert.Empty((await room.Upcoming.ListAsync(default))[0].Articles);
    }

    [Fact]
    public async Task Of_two_people_the_second_is_told_and_the_same_wish_twice_is_one()
    {
        await PublishAsync("one", "two");
        var wish = new IssueWishes("Mine", ["one"], ["two"]);
        await WishAsync(wish);

        var again = await _room.Wishes.WriteAsync(Weekly, wish, IssueWishes.None.Version, default);
        var other = await _room.Wishes.WriteAsync(
            Weekly,
            wish with
            {
                Subject = "Theirs",
            },
            IssueWishes.None.Version,
            default
        );

        Assert.Null(again.Refusal);
        Assert.Contains("Someone else", other.Refusal!.Reason, StringComparison.Ordinal);
        Assert.Equal("Mine", (await OnlyAsync()).Wishes.Subject);
    }

    [Theory]
    [InlineData("clinic-weekly", "two\nlines", "one line")]
    [InlineData("clinic-weekly", null, "150 are allowed")]
    [InlineData("nope", "Fine", "no newsletter")]
    public async Task What_cannot_be_is_refused_with_a_reason(string newsletter, string? subject, string reason)
    {
        var wish = new IssueWishes(subject ?? new string('s', 151), [], []);

        var refused = await _room.Wishes.WriteAsync(newsletter, wish, IssueWishes.None.Version, default);

        Assert.Contains(reason, refused.Refusal!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_everything_left_out_the_slot_passes_and_nothing_is_lost()
    {
        await PublishAsync("one");
        await WishAsync(new IssueWishes(null, [], ["one"]));

        await _room.TickAtAsync(SampleIssue.Due.AddMinutes(-45));

        Assert.Empty(_room.Sending.Issues);
        Assert.Equal(["one"], (await OnlyAsync()).Waiting);
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

    private async Task PublishAsync(params string[] slugs)
    {
        await _room.TickAsync();
        foreach (var slug in slugs)
        {
            _room.Time.Advance(TimeSpan.FromMinutes(1));
            await _room.PublishAsync(slug);
        }
    }

    private async Task WishAsync(IssueWishes wishes)
    {
        var shown = (await OnlyAsync()).Wishes.Version;
        Assert.Null((await _room.Wishes.WriteAsync(Weekly, wishes, shown, default)).Refusal);
    }

    private async Task<UpcomingIssue> OnlyAsync() => Assert.Single(await _room.Upcoming.ListAsync(default));
}
