using System.Globalization;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Newsletters.Planning;

/// <summary>An issue that a person asks for.</summary>
public sealed class ManualSelectionTests
{
    [Fact]
    public async Task An_issue_can_be_planned_by_hand_regardless_of_the_schedule()
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Schedule = null });
        await room.TickAsync();
        Assert.NotNull(
            (await room.Manual.PlanNowAsync("clinic-weekly", new ManualOrder(), CancellationToken.None)).Refusal
        );
        Assert.NotNull((await room.Manual.PlanNowAsync("no-such", new ManualOrder(), CancellationToken.None)).Refusal);
        await room.PublishAsync("one");
        await room.PublishAsync("two");

        var all = await room.Manual.PlanNowAsync("clinic-weekly", new ManualOrder(), CancellationToken.None);
        var none = await room.Manual.PlanNowAsync("clinic-weekly", new ManualOrder(), CancellationToken.None);
        var again = await room.Manual.PlanNowAsync("clinic-weekly", new ManualOrder(["one"]), CancellationToken.None);

        Assert.Null(all.Refusal);
        Assert.NotNull(none.Refusal);
        Assert.Null(again.Refusal);
        Assert.Equal(
            [
                ["one", "two"],
                ["one"],
            ],
            room.Sending.Issues.OrderByDescending(i => i.Articles.Count).Select(i => i.Articles)
        );
    }

    [Theory]
    [InlineData("no-such", null, "There is no newsletter 'no-such' in site.yml. There are: clinic-weekly.")]
    [InlineData(
        "clinic-weekly",
        "one nosuch kept-out",
        "Not live, or not meant for newsletters: 'nosuch', 'kept-out'."
    )]
    [InlineData(
        "clinic-weekly",
        "one.md",
        "Not live, or not meant for newsletters: 'one.md'. An article is named by its slug, as its address on the site has it, and not by its file."
    )]
    public async Task What_is_asked_for_by_hand_and_is_not_there_is_named_and_nothing_is_planned(
        string newsletter,
        string? articles,
        string refusal
    )
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Schedule = null });
        await room.PublishAsync("one");
        await room.PublishAsync("kept-out", change: e => e with { Newsletter = false });

        var looked = await room.Manual.LookAsync(newsletter, new ManualOrder(articles?.Split(' ')), default);
        var planned = await room.Manual.PlanNowAsync(newsletter, new ManualOrder(articles?.Split(' ')), default);

        Assert.Equal(refusal, looked.Refusal?.Reason);
        Assert.Equal(refusal, planned.Refusal?.Reason);
        Assert.Empty(room.Sending.Issues);
    }

    [Theory]
    [InlineData(45, "2026-03-09T15:45Z")]
    [InlineData(0, "2026-03-09T15:00Z")]
    public async Task A_look_tells_what_a_plan_by_hand_would_do_and_changes_nothing(int minutes, string due)
    {
        using var room = new Newsroom(
            SampleIssue.Newsletter with
            {
                Schedule = null,
                HoldWindow = TimeSpan.FromMinutes(minutes),
            }
        );
        await room.PublishAsync("one");
        await room.PublishAsync("two");
        var before = await room.Store.ListAsync(Containers.State, "", default).ToListAsync();

        var look = (
            await room.Manual.LookAsync("clinic-weekly", new ManualOrder(["two", "one", "two"]), default)
        ).Value;

        Assert.Equal(before, await room.Store.ListAsync(Containers.State, "", default).ToListAsync());
        var planned = await room.Manual.PlanNowAsync("clinic-weekly", new ManualOrder(["two", "one", "two"]), default);
        var issue = Assert.Single(room.Sending.Issues);
        Assert.Equal(planned.Value, issue.Id);
        Assert.Equal(["two", "one"], look.Articles);
        Assert.Equal(issue.Articles, look.Articles);
        Assert.Equal(DateTimeOffset.Parse(due, CultureInfo.InvariantCulture), look.Due);
        Assert.Equal((issue.Due, issue.HoldWindow), (look.Due, look.HoldWindow));
        Assert.Equivalent(issue.Audience, look.Audience);
    }
}
