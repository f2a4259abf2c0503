using FunctionsPipeline.Tests.Newsletters.Sending.Simulation;
using Xunit.Abstractions;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>
/// What each rule is for: without it, the simulation finds the failure again. Each test also shows that the simulation
/// would notice if the rule stopped working.
/// </summary>
public class KnockOutTests(ITestOutputHelper output)
{
    private const int MostSeeds = 400;

    [Fact]
    public void S1_without_proof_mail_arrives_that_was_reported_as_stopped() =>
        Find(
            KnockOut.CancelProof,
            new SimSetup { StopBefore = TimeSpan.FromMinutes(14), Faults = f => (f.CancelLost, f.Kill) = (0.5, 0) },
            v => v.StoppedYetDelivered > 0
        );

    [Fact]
    public void S1_without_proof_people_get_a_second_copy() =>
        Find(KnockOut.CancelProof, new SimSetup { StopChance = 0 }, v => v.Duplicates > 0);

    [Fact]
    public void S2_without_an_end_of_claims_a_frozen_worker_posts_again() =>
        Find(
            KnockOut.EndOfClaims,
            new SimSetup { StopChance = 0, Faults = f => (f.Freeze, f.Kill) = (0.01, 0) },
            v => v.Duplicates > 0,
            from: 23
        );

    [Fact]
    public void S3_without_generations_a_crash_midway_skips_or_doubles() =>
        Find(KnockOut.Generations, new SimSetup { StopChance = 0 }, v => v.Skipped > 0 || v.Duplicates > 0);

    [Fact]
    public void S4_with_a_moved_send_time_a_stop_is_believed_that_came_too_late() =>
        Find(
            KnockOut.FixedSendTime,
            new SimSetup { StopBefore = TimeSpan.FromMinutes(-10), Faults = f => (f.TooMany, f.CancelLost) = (0.6, 0) },
            v => v.StoppedYetDelivered > 0
        );

    [Fact]
    public void S5_without_counting_slots_a_stop_in_time_cannot_be_proven()
    {
        var setup = new SimSetup
        {
            Calm = true,
            Issues = 12,
            StopBefore = TimeSpan.FromMinutes(14),
        };
        Assert.Equal(0, NotStopped(setup));
        Assert.True(NotStopped(setup with { Without = KnockOut.CountedSlots }) > 0);

        int NotStopped(SimSetup s)
        {
            var verdict = Verdict.On(new SimRun(1, s).Run());
            output.WriteLine($"{verdict}");
            return verdict.Uncertain + verdict.Delivered;
        }
    }

    [Fact]
    public void S6_with_its_own_clock_a_machine_ahead_takes_over_what_still_runs() =>
        Find(
            KnockOut.ProviderClock,
            new SimSetup { StopChance = 0, SkewChance = 0.6 },
            v => v.Duplicates > 0 || v.Skipped > 0 || v.StoppedYetDelivered > 0,
            from: 429
        );

    [Fact]
    public void S7_without_the_sweep_a_lost_message_leaves_people_out() =>
        Find(
            KnockOut.RepeatedHints,
            new SimSetup
            {
                Calm = true,
                StopChance = 0,
                HoldWindow = TimeSpan.Zero,
                Faults = f => f.MessageLost = 0.3,
            },
            v => v.Delivered < v.Recipients * 0.7
        );

    /// <param name="from">
    /// A seed near which the failure is known to be: the search goes on from there if it has moved.
    /// </param>
    private void Find(KnockOut without, SimSetup setup, Func<Verdict, bool> failure, int from = 1)
    {
        for (var seed = from; seed < from + MostSeeds; seed++)
        {
            var verdict = Verdict.On(new SimRun(seed, setup with { Without = without }).Run());
            if (!failure(verdict))
                continue;
            output.WriteLine($"seed {seed}: {verdict}");
            // The same run with the rule in force is clean, and does not show the failure.
            var clean = Verdict.On(new SimRun(seed, setup).Run());
            Assert.True(clean.IsClean && !failure(clean), $"seed {seed}: {clean}");
            return;
        }
        Assert.Fail($"The rule was knocked out and {MostSeeds} runs did not notice.");
    }
}
