using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Tests.Newsletters.Planning;

/// <summary>Anyone who chose daily, weekly or monthly gets the first issue of each day, week or month.</summary>
public sealed class FrequencyLimitTests
{
    /// <summary>Tuesday, 10 March 2026, 09:00 in Regina.</summary>
    private static readonly DateTimeOffset Tuesday = SampleIssue.Due;

    [Fact]
    public async Task Each_choice_is_served_by_the_first_issue_of_its_period()
    {
        using var room = await DailyAsync();

        // Tuesday to Tuesday, and the first of April, a Wednesday.
        foreach (var day in new[] { 0, 1, 5, 6, 7, 22 })
            await IssueAsync(room, day);

        Assert.Equal(
            [
                // Tuesday: the first of all. Wednesday, Sunday: the same week and month. Monday: a new week. Tuesday. A
                // new month in the middle of a week.
                "",
                "Weekly Monthly",
                "Weekly Monthly",
                "Monthly",
                "Weekly Monthly",
                "",
            ],
            room.Sending.Issues.Select(Withheld)
        );
    }

    [Fact]
    public async Task Days_begin_where_the_newsletter_is()
    {
        // Both are on the 11th by UTC. In Regina 19:00 was still the 10th.
        using var room = await DailyAsync("every day at 19:00 and 01:30");
        room.Time.Jump(Tuesday);
        await room.PublishAsync("evening");
        await room.TickUntilAsync(Tuesday.AddHours(11), minutes: 5);
        await room.PublishAsync("night");
        await room.TickUntilAsync(Tuesday.AddHours(17), minutes: 5);

        Assert.Equal(2, room.Sending.Issues.Count);
        Assert.DoesNotContain(Frequency.Daily, room.Sending.Issues[1].Audience.Withheld!);
    }

    [Fact]
    public async Task Two_issues_on_one_day_reach_anyone_who_chose_daily_once()
    {
        using var room = await DailyAsync();
        await IssueAsync(room, 0);
        await room.PublishAsync("late-news");

        await room.Manual.PlanNowAsync(room.Newsletter.Id, new ManualOrder(), default);

        Assert.Equal("Daily Weekly Monthly", Withheld(room.Sending.Issues[^1]));
    }

    [Theory]
    [InlineData(-40, "")]
    [InlineData(-20, "Weekly Monthly")]
    public async Task An_issue_that_no_one_got_serves_no_one(int stoppedMinutesAfterDue, string withheld)
    {
        using var room = await DailyAsync();
        await IssueAsync(room, 0);
        room.Time.Jump(Tuesday.AddMinutes(stoppedMinutesAfterDue));
        await room.Sending.StopAsync(room.Sending.Issues[0].Id, "staff", default);

        await IssueAsync(room, 1);

        Assert.Equal(withheld, Withheld(room.Sending.Issues[1]));
    }

    private static string Withheld(IssueRecord issue) => string.Join(' ', issue.Audience.Withheld!);

    private static async Task<Newsroom> DailyAsync(string schedule = "every day at 09:00")
    {
        var room = new Newsroom(SampleIssue.Newsletter with { Schedule = schedule });
        await room.TickAsync();
        return room;
    }

    /// <summary>An issue so many days after Tuesday, planned as the timer would.</summary>
    private static async Task IssueAsync(Newsroom room, int day)
    {
        room.Time.Jump(Tuesday.AddDays(day).AddHours(-2));
        await room.PublishAsync($"day-{day}");
        await room.TickAtAsync(Tuesday.AddDays(day).AddMinutes(-45));
    }
}
