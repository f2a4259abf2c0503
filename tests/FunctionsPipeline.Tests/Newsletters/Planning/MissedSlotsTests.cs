using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Tests.Newsletters.Planning;

/// <summary>Slots that no one was there for, and clocks that jump.</summary>
public sealed class MissedSlotsTests
{
    private static readonly DateTimeOffset Slot = SampleIssue.Due;

    [Fact]
    public async Task After_some_hours_down_the_missed_slot_is_caught_up_with_once_at_the_soonest_time()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");

        await room.TickAtAsync(Slot.AddHours(3).AddSeconds(20));
        await room.TickUntilAsync(Slot.AddDays(3), minutes: 10);

        var issue = Assert.Single(room.Sending.Issues);
        Assert.Equal(IssueId.For("clinic-weekly", Slot), issue.Id);
        Assert.Equal(Slot.AddHours(3).AddMinutes(46), issue.Due);
    }

    [Fact]
    public async Task A_week_down_gives_one_issue_of_a_daily_newsletter_with_everything_in_it()
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Schedule = "every day at 09:00" });
        await room.TickAsync();
        for (var day = 0; day < 7; day++)
            await room.PublishAsync($"day-{day}", Slot.AddDays(day).AddHours(-5));

        await room.TickAtAsync(Slot.AddDays(6).AddHours(2));
        await room.TickUntilAsync(Slot.AddDays(6).AddHours(20), minutes: 10);

        Assert.Equal(7, Assert.Single(room.Sending.Issues).Articles.Count);
    }

    [Fact]
    public async Task A_slot_that_was_missed_by_more_than_a_day_passes()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");

        await room.TickAtAsync(Slot.AddHours(25));
        Assert.Empty(room.Sending.Issues);
        await room.TickUntilAsync(Slot.AddDays(7), minutes: 40);

        Assert.Equal(IssueId.For("clinic-weekly", Slot.AddDays(7)), Assert.Single(room.Sending.Issues).Id);
    }

    [Fact]
    public async Task With_the_next_slot_near_that_one_is_the_catch_up()
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Schedule = "every day at 09:00" });
        await room.TickAsync();
        await room.PublishAsync("sleep");

        await room.TickAtAsync(Slot.AddDays(1).AddMinutes(-40));
        await room.TickUntilAsync(Slot.AddDays(1).AddHours(5));

        Assert.Equal(Slot.AddDays(1), Assert.Single(room.Sending.Issues).Due);
    }

    [Fact]
    public async Task A_new_newsletter_does_not_send_for_slots_from_before_it_was_there()
    {
        using var room = new Newsroom();
        room.Time.Jump(Slot.AddHours(1));
        await room.PublishAsync("sleep", Slot.AddDays(-40));
        await room.PublishAsync("fresh", Slot.AddDays(-20));
        await room.TickUntilAsync(Slot.AddDays(6), minutes: 60);
        Assert.Empty(room.Sending.Issues);

        await room.TickUntilAsync(Slot.AddDays(7), minutes: 20);

        // What was there long before is old news.
        Assert.Equal(["fresh"], Assert.Single(room.Sending.Issues).Articles);
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_and_back_neither_repeats_nor_silences()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("one");
        await room.TickAtAsync(Slot.AddDays(364).AddMinutes(-45));
        Assert.Single(room.Sending.Issues);

        await room.TickAtAsync(Slot.AddDays(-1).AddHours(1));
        await room.PublishAsync("two");
        await room.TickUntilAsync(Slot.AddMinutes(5), minutes: 5);

        Assert.Equal(
            [
                ["one"],
                ["two"],
            ],
            room.Sending.Issues.OrderByDescending(i => i.Due).Select(i => i.Articles)
        );
        await room.TickAtAsync(Slot.AddMinutes(-40));
        await room.TickUntilAsync(Slot.AddMinutes(30));
        Assert.Equal(2, room.Sending.Issues.Count);
    }
}
