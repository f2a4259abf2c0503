using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>Rule S12 and what a plan refuses; what a person may decide; what it all costs.</summary>
public class PlanningTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private static readonly SimSetup Calm = new()
    {
        Calm = true,
        StopChance = 0,
        Processes = 1,
    };

    [Fact]
    public void Of_two_planners_at_once_one_wins_and_both_get_its_plan()
    {
        var run = new SimRun(3, Calm);
        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(45));
        var answers = run.Ask(async node =>
        {
            var draft = run.Draft(run.Issues[0]);
            return await Task.WhenAll(
                node.Freezer.FreezeAsync(draft, default),
                node.Freezer.FreezeAsync(draft, default)
            );
        });
        Assert.All(answers, a => Assert.Null(a.Refusal));
        Assert.Equal(answers[0].Value.Plan, answers[1].Value.Plan);
        Assert.Equal(
            2,
            run.Storage.List("issues/").Count(b => b.Name.EndsWith("/manifest.json", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void What_planners_that_died_left_behind_goes_when_the_account_is_closed()
    {
        var run = new SimRun(3, Calm);
        var issue = run.Issues[0];
        run.Storage.Write(SendingPaths.PlanStarted(issue, 1), [1], WriteCondition.Always);
        run.Storage.Write(SendingPaths.Recipients(issue, 1, 1), [1], WriteCondition.Always);

        run.Run();

        Assert.Equal(IssueState.Finished, run.Ask(n => n.Reader.FindAsync(issue, default))!.State);
        var left = run.Storage.List(SendingPaths.Plans(issue)).Select(b => b.Name).ToList();
        Assert.Contains(SendingPaths.Manifest(issue, 2).Name, left);
        Assert.All(left, name => Assert.StartsWith(SendingPaths.PlanFolder(issue, 2), name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(39, false)]
    [InlineData(40, true)]
    [InlineData(48 * 60, true)]
    [InlineData((48 * 60) + 1, false)]
    public void Hold_windows_that_leave_no_time_are_refused(int minutes, bool valid) =>
        Assert.Equal(valid, FunctionsPipeline.Settings.HoldWindow.IsValid(TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void A_plan_that_comes_too_late_for_its_time_is_refused()
    {
        var run = new SimRun(3, Calm);
        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(29));
        Assert.NotNull(run.Ask(n => n.Freezer.FreezeAsync(run.Draft(run.Issues[0]), default)).Refusal);
    }

    /// <summary>Rule S5: three of the account's ten cancel slots are for restaging.</summary>
    [Fact]
    public void Of_eight_issues_due_at_once_the_eighth_waits_for_a_cancel_slot()
    {
        var run = new SimRun(3, Calm with { Issues = 8 }).Begin();

        run.World.RunUntil(run.Due + TimeSpan.FromMinutes(5));
        Assert.Equal(7, Sent());
        Assert.Single(run.Notices.Alerts, t => t.Kind == AlertKind.NoSlot);

        run.World.RunUntil(run.Due + TimeSpan.FromHours(3));
        Assert.Equal(8, Sent());

        int Sent() => run.Issues.Count(i => run.Audience.Everyone.Any(p => run.Provider.Copies(i.Value, p.Value) > 0));
    }

    [Theory]
    [InlineData(5)]
    // Later than what is late by itself is given up: a person's decision is carried out all the same.
    [InlineData(30)]
    public void What_is_uncertain_goes_again_when_a_person_says_so_and_never_before(int hours)
    {
        // Every call is accepted and unheard, every event lost, and no cancel is ever heard of.
        var run = new SimRun(
            3,
            Calm with
            {
                Faults = f => (f.AcceptedUnheard, f.EventsLost, f.CancelLost) = (1, 1, 1),
            }
        );
        run.Begin().World.RunUntil(run.Due + TimeSpan.FromHours(hours));
        var issue = run.Issues[0];
        var before = run.Ask(n => n.Reader.AccountAsync(issue, default))!;
        Assert.Equal(before.Recipients, before.Uncertain + before.Withdrawn);
        var accepted = run.Provider.Accepted;
        Assert.True(accepted <= 6, "Something was posted again by itself.");

        run.Faults.Cease();
        Assert.True(run.Ask(n => n.Replanning.PlanAgainAsync(issue, "Kim", default)) > 0);
        var decided = run.Ask(n => n.Reader.FindAsync(issue, default))!.Waves[^1].Decision!;
        Assert.Equal("Kim", decided.By);
        Assert.InRange(run.World.Now - decided.At, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.Equal(0, run.Ask(n => n.Replanning.PlanAgainAsync(issue, "Kim", default)));
        run.World.RunUntil(run.World.Now + TimeSpan.FromHours(120));
        Assert.Equal(accepted * 2, run.Provider.Accepted);
        var after = run.Ask(n => n.Reader.AccountAsync(issue, default))!;
        Assert.Equal(0, after.Uncertain);
        Assert.Equal(0, after.Stopped);
        Assert.True(after.AddsUp);
        // Two deliveries by a person's decision are no reason to stop everything.
        Assert.Null(run.Ask(n => n.Reader.FindHaltAsync(default)));
    }

    [Fact]
    public void What_the_system_may_still_clear_up_by_itself_is_not_planned_again()
    {
        var run = new SimRun(
            3,
            Calm with
            {
                Faults = f => (f.AcceptedUnheard, f.EventsLost, f.CancelLost) = (1, 1, 1),
            }
        );
        var issue = run.Issues[0];
        run.Begin().World.RunUntil(run.Due - TimeSpan.FromMinutes(26));
        Assert.True(run.Ask(n => n.Reader.AccountAsync(issue, default))!.Uncertain > 0);
        Assert.Equal(0, run.Ask(n => n.Replanning.PlanAgainAsync(issue, "Kim", default)));

        run.World.RunUntil(run.Due);

        Assert.True(run.Ask(n => n.Replanning.PlanAgainAsync(issue, "Kim", default)) > 0);
    }

    [Fact]
    public void A_decision_is_carried_out_although_the_lost_call_s_claim_still_lived()
    {
        var run = new SimRun(
            3,
            Calm with
            {
                HoldWindow = TimeSpan.Zero,
                Faults = f => (f.AcceptedUnheard, f.EventsLost) = (1, 1),
            }
        );
        var issue = run.Issues[0];
        run.World.RunUntil(run.Due);
        run.Tell(n => n.Freezer.FreezeAsync(run.Draft(issue), default));
        run.Tell(n => n.Sweep.RunAsync(default));
        var decided = run.Ask(async node =>
        {
            while (run.Queue.TryTake(Queues.Requests, out var message))
                await node.Stager.StageAsync(message, default);
            run.Faults.Cease();
            var concerned = await node.Replanning.PlanAgainAsync(issue, "Kim", default);
            await node.Sweep.RunAsync(default);
            return concerned;
        });
        Assert.True(decided > 0);
        var accepted = run.Provider.Accepted;

        for (var minutes = 0; minutes < 10; minutes++)
        {
            run.World.RunUntil(run.World.Now + TimeSpan.FromMinutes(1));
            run.Tell(n => n.Sweep.RunAsync(default));
            while (run.Queue.TryTake(Queues.Requests, out var message))
                run.Tell(n => n.Stager.StageAsync(message, default));
        }

        Assert.Equal(accepted * 2, run.Provider.Accepted);
    }

    [Fact]
    public void A_planner_that_dies_once_its_plan_is_named_delays_nothing_although_a_sweep_had_looked_meanwhile()
    {
        var run = new SimRun(3, Calm);
        var issue = run.Issues[0];
        var path = SendingPaths.Issue(issue);
        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(45));
        run.Tell(n => n.Freezer.FreezeAsync(run.Draft(issue), default));
        var named = run.Storage.Peek(path)!;
        var record = System.Text.Json.JsonSerializer.Deserialize(named, SendingJson.Own.IssueRecord)!;
        run.Storage.Write(
            path,
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
                record with
                {
                    State = IssueState.Planning,
                    Plan = null,
                },
                SendingJson.Own.IssueRecord
            ),
            WriteCondition.Always
        );
        run.Tell(n => n.Sweep.RunAsync(default));
        run.Storage.Write(path, named, WriteCondition.Always);

        run.World.RunUntil(run.World.Now + TimeSpan.FromMinutes(1));
        run.Tell(n => n.Sweep.RunAsync(default));

        Assert.Contains(issue, run.Notices.Planned);
    }

    [Fact]
    public void An_issue_that_the_provider_refuses_holds_up_no_other()
    {
        var run = new SimRun(3, Calm with { Issues = 2, Requests = 30 });
        run.Faults.RefusedIssue = run.Issues[0].Value;

        run.Begin().World.RunUntil(run.Due - TimeSpan.FromMinutes(28));

        Assert.Equal(30, run.Provider.Accepted);
        run.World.RunUntil(run.Due + TimeSpan.FromHours(30));
        Assert.Equal(30, run.Provider.Accepted);
        Assert.Contains(
            run.Notices.Alerts,
            t => t is { Kind: AlertKind.Refused, Detail: "400 The content is refused." } && t.Issue == run.Issues[0]
        );
        var refused = run.Ask(n => n.Reader.AccountAsync(run.Issues[0], default))!;
        Assert.Equal(refused.Recipients, refused.Stopped + refused.Withdrawn);
    }

    [Fact]
    public void Planning_and_staging_cost_at_most_a_fiftieth_of_a_storage_operation_a_recipient()
    {
        var run = new SimRun(
            3,
            Calm with
            {
                Requests = 100,
                RequestSize = 1000,
                Processes = 2,
                Faults = f => f.EventsLost = 1,
            }
        );
        run.Begin().World.RunUntil(run.Due);
        Assert.Equal(100, run.Provider.Accepted);
        // Beside what the ledger asks: sending, receiving and deleting a queue message, and four shards of suppression.
        const int perRequest = 3 + 4;
        var operations = run.Storage.Operations + (100 * perRequest);
        output.WriteLine($"{operations / 100_000.0} operations a recipient");
        Assert.True(operations <= 100_000 * 0.02, $"{operations} operations for 100,000 recipients.");
    }
}
