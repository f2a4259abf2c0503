using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>Rule S11: nothing is planned for people of whom the provider may know for a day that they left.</summary>
public class SuppressionPullTests
{
    private static readonly SimSetup Calm = new()
    {
        Calm = true,
        StopChance = 0,
        Processes = 1,
    };

    [Fact]
    public void A_plan_reads_the_providers_lists_although_they_were_read_an_hour_ago()
    {
        var run = new SimRun(1, Calm);
        run.Tell(n => n.Sweep.RunAsync(default));
        var read = run.World.Now;
        run.World.RunUntil(read + TimeSpan.FromHours(1));
        run.Provider.ListedSince = null;

        Assert.Null(Plan(run).Refusal);

        Assert.InRange(run.Provider.ListedSince ?? default, read - TimeSpan.FromHours(2), read);
    }

    [Theory]
    [InlineData(22, true)]
    [InlineData(25, false)]
    public void A_plan_is_refused_when_the_lists_were_away_for_a_day(int hours, bool planned)
    {
        var run = new SimRun(1, Calm);
        run.Tell(n => n.Sweep.RunAsync(default));
        var read = run.World.Now;
        run.Faults.ListsAway = true;
        for (var hour = 1; hour <= hours; hour++)
        {
            run.World.RunUntil(read + TimeSpan.FromHours(hour));
            run.Tell(n => n.Sweep.RunAsync(default));
        }

        Assert.Equal(planned, Plan(run).Refusal is null);

        Assert.Equal(planned, run.Ask(n => n.Reader.FindAsync(run.Issues[0], default)) is not null);
    }

    private static Answer<IssueRecord> Plan(SimRun run)
    {
        var draft = run.Draft(run.Issues[0]) with { Due = run.World.Now + TimeSpan.FromHours(1) };
        return run.Ask(n => n.Freezer.FreezeAsync(draft, default));
    }
}
