using System.Collections.Concurrent;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Tests.Newsletters.Sending.Simulation;
using Xunit.Abstractions;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>
/// The protocol in a simulated world. A failure names its seed: <c>SENDING_SEED=n</c> repeats that run alone, and
/// <c>SENDING_SEEDS=n</c> makes more of them.
/// </summary>
public class SimulationTests(ITestOutputHelper output)
{
    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var n) ? n : null;

    [Fact]
    public void Under_all_faults_nothing_is_sent_twice_skipped_silently_or_delivered_although_stopped()
    {
        var total = Many(1000, new SimSetup());
        // Otherwise the world has become so wild that it proves nothing.
        Assert.True(total.Delivered > total.Recipients / 4, "Hardly anything was delivered.");
        Assert.True(total.Uncertain < total.Recipients / 5, "Too much is uncertain for the protocol to be of use.");
    }

    [Fact]
    public void In_calm_everyone_gets_one_copy_and_nothing_is_uncertain()
    {
        var total = Many(60, new SimSetup { Calm = true, StopChance = 0 });
        Assert.Equal(0, total.Uncertain);
        Assert.True(total.Delivered > total.Recipients * 0.9, "Only those who left may be missing.");
    }

    [Fact]
    public void In_calm_a_stop_until_12_minutes_before_reaches_everyone()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var before = TimeSpan.FromMinutes(12 + (seed % 30));
            var run = new SimRun(seed, new SimSetup { Calm = true, StopBefore = before }).Run();
            var verdict = Verdict.On(run);
            Assert.True(
                verdict is { IsClean: true, Delivered: 0, Uncertain: 0 },
                $"seed {seed}, {before} before: {verdict}"
            );
            Assert.Equal(StopResult.Stopped, run.Stops[run.Issues[0]].Result);
        }
    }

    [Fact]
    public void Several_issues_in_waves_share_the_cancel_slots() =>
        Many(
            80,
            new SimSetup
            {
                Issues = 4,
                WaveSize = 6,
                StopChance = 0.5,
            }
        );

    [Fact]
    public void In_two_languages_each_reader_gets_the_own_one_however_often_a_request_is_tried()
    {
        var total = Many(150, new SimSetup { InTwoLanguages = true });
        Assert.True(total.Delivered > total.Recipients / 4, "Hardly anything was delivered.");
    }

    [Fact]
    public void Without_a_hold_window_an_unknown_outcome_is_never_posted_again()
    {
        var total = Many(80, new SimSetup { HoldWindow = TimeSpan.Zero });
        Assert.True(total.Uncertain > 0, "No answer was lost: the runs prove nothing.");
    }

    [Fact]
    public void A_fault_before_the_call_leaves_nothing_uncertain_where_nothing_could_be_cancelled()
    {
        var run = new SimRun(
            7,
            new SimSetup
            {
                Calm = true,
                StopChance = 0,
                HoldWindow = TimeSpan.Zero,
            }
        );
        run.Audience.LooksThatFail = 4;
        run.Run();
        var account = run.Notices.Finished.Single().Account;
        Assert.Equal(
            (0, account.Recipients),
            (account.Uncertain, account.Delivered + account.Bounced + account.Withdrawn)
        );
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        var one = new SimRun(5, new SimSetup()).Run();
        var two = new SimRun(5, new SimSetup()).Run();
        Assert.Equal(one.World.Events, two.World.Events);
        Assert.Equal(one.Storage.Operations, two.Storage.Operations);
        Assert.Equal(Verdict.On(one), Verdict.On(two));
    }

    private Verdict Many(int count, SimSetup setup)
    {
        var seeds = Setting("SENDING_SEED") is { } one ? [one] : Enumerable.Range(1, Setting("SENDING_SEEDS") ?? count);
        var verdicts = new ConcurrentDictionary<int, Verdict>();
        Parallel.ForEach(
            seeds,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            seed => verdicts[seed] = Verdict.On(new SimRun(seed, setup).Run())
        );
        var bad = verdicts.Where(v => !v.Value.IsClean).OrderBy(v => v.Key).ToList();
        var total = verdicts.Values.Aggregate(
            (a, b) =>
                a with
                {
                    Recipients = a.Recipients + b.Recipients,
                    Uncertain = a.Uncertain + b.Uncertain,
                    Delivered = a.Delivered + b.Delivered,
                }
        );
        output.WriteLine(
            $"{verdicts.Count} runs, {total.Recipients} recipients, {total.Delivered} delivered, {total.Uncertain} uncertain, {bad.Count} bad"
        );
        Assert.True(
            bad.Count == 0,
            string.Join(Environment.NewLine, bad.Take(5).Select(b => $"seed {b.Key}: {b.Value}"))
        );
        return total;
    }
}
