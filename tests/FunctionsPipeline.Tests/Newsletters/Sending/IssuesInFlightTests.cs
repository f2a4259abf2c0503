using FunctionsPipeline.Storage;
using FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>Rule S9: whether anyone who leaves now may get one more message.</summary>
public class IssuesInFlightTests
{
    private static readonly SimSetup Calm = new()
    {
        Calm = true,
        StopChance = 0,
        Processes = 1,
        Issues = 2,
    };

    [Theory]
    [InlineData(-40, false)]
    [InlineData(-28, true)]
    [InlineData(-1, true)]
    [InlineData(26 * 60, false)]
    public void From_staging_until_a_day_after_its_send_time(int minutesAfterDue, bool may)
    {
        var run = At(Calm, minutesAfterDue);

        Assert.Equal(may, run.Ask(n => n.InFlight.MayArriveAsync("weeklya", default)));
        Assert.Equal(may, run.Ask(n => n.InFlight.MayArriveAsync(null, default)));
        Assert.False(run.Ask(n => n.InFlight.MayArriveAsync("weekly", default)));
    }

    [Theory]
    [InlineData(-40, 2)]
    [InlineData(-1, 2)]
    [InlineData(5 * 60, 0)]
    public void Planned_issues_are_ahead_until_their_last_mail_goes(int minutesAfterDue, int ahead) =>
        Assert.Equal(ahead, At(Calm, minutesAfterDue).Ask(n => n.Ahead.AheadAsync(default))!.Count);

    [Fact]
    public void A_stopped_issue_is_not_ahead() =>
        Assert.Empty(
            At(Calm with { StopBefore = TimeSpan.FromMinutes(35), StopChance = 1 }, -20)
                .Ask(n => n.Ahead.AheadAsync(default))!
        );

    [Fact]
    public void An_issue_that_was_stopped_before_its_staging_was_handed_to_no_one() =>
        Assert.False(
            At(Calm with { StopBefore = TimeSpan.FromMinutes(35), StopChance = 1 }, -20)
                .Ask(n => n.InFlight.MayArriveAsync("weeklya", default))
        );

    [Fact]
    public void Anyone_who_cannot_look_says_that_one_may_arrive()
    {
        var run = At(Calm, -40);
        run.Storage.Write(
            new BlobPath(Containers.State, "sending/agenda.json"),
            "no agenda"u8.ToArray(),
            WriteCondition.Always
        );

        Assert.True(run.Ask(n => n.InFlight.MayArriveAsync("weeklya", default)));
    }

    private static SimRun At(SimSetup setup, int minutesAfterDue)
    {
        var run = new SimRun(1, setup).Begin();
        run.World.RunUntil(run.Due + TimeSpan.FromMinutes(minutesAfterDue));
        return run;
    }
}
