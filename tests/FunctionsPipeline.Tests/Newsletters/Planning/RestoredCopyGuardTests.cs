using FunctionsPipeline.Newsletters.Planning;

namespace FunctionsPipeline.Tests.Newsletters.Planning;

/// <summary>After a restore: what the lost storage may have sent is not sent by itself again, and staff are told.</summary>
public sealed class RestoredCopyGuardTests
{
    private static readonly DateTimeOffset Slot = SampleIssue.Due;

    [Theory]
    // Due hours before the copy was adopted, and due so soon after it that the other may have staged it already.
    [InlineData(5 * 60)]
    [InlineData(-29)]
    public async Task An_issue_that_may_have_gone_is_not_planned_and_staff_are_told_once(int adoptedMinutesAfterSlot)
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");
        room.Time.Jump(Slot.AddMinutes(adoptedMinutesAfterSlot));
        room.Sending.CopyAdoptedAt = room.Time.GetUtcNow();

        await room.TickAsync();
        await room.TickUntilAsync(Slot.AddDays(1), minutes: 20);

        Assert.Empty(room.Sending.Issues);
        var mail = Assert.Single(room.Mail.Sent);
        Assert.Contains("is not sent a second time", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("fp issues plan clinic-weekly --yes", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_articles_go_when_a_person_says_so()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");
        room.Time.Jump(Slot.AddHours(5));
        room.Sending.CopyAdoptedAt = room.Time.GetUtcNow();
        await room.TickAsync();

        Assert.Null(
            (await room.Manual.PlanNowAsync("clinic-weekly", new ManualOrder(), CancellationToken.None)).Refusal
        );

        Assert.Equal(["sleep"], Assert.Single(room.Sending.Issues).Articles);
    }

    [Fact]
    public async Task What_is_due_later_is_planned_as_ever()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");
        room.Sending.CopyAdoptedAt = Slot.AddMinutes(-31);

        await room.TickAtAsync(Slot.AddMinutes(-30).AddSeconds(-30));

        Assert.Single(room.Sending.Issues);
    }

    [Fact]
    public async Task What_was_reserved_before_may_have_been_planned_elsewhere()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");
        room.Sending.Refusal = "All sending stands still.";
        await room.TickAtAsync(Slot.AddMinutes(-45));
        room.Time.Advance(TimeSpan.FromMinutes(5));
        (room.Sending.Refusal, room.Sending.CopyAdoptedAt) = (null, room.Time.GetUtcNow());

        await room.TickUntilAsync(Slot.AddHours(1), minutes: 5);

        Assert.Empty(room.Sending.Issues);
        Assert.Contains(room.Mail.Sent, m => m.Subject.Contains("is not sent a second time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_instant_newsletter_leaves_out_what_was_live_before_and_sends_what_comes()
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Schedule = "instant", HoldWindow = TimeSpan.Zero });
        await room.TickAsync();
        room.Time.Advance(TimeSpan.FromHours(1));
        await room.PublishAsync("before");
        room.Time.Advance(TimeSpan.FromHours(1));
        room.Sending.CopyAdoptedAt = room.Time.GetUtcNow();

        await room.TickUntilAsync(room.Time.GetUtcNow().AddHours(1), minutes: 10);
        Assert.Empty(room.Sending.Issues);
        Assert.Contains("--article before --yes", Assert.Single(room.Mail.Sent).Text, StringComparison.Ordinal);
        await room.PublishAsync("after");
        await room.TickUntilAsync(room.Time.GetUtcNow().AddHours(1), minutes: 10);

        Assert.Equal(["after"], Assert.Single(room.Sending.Issues).Articles);
    }
}
