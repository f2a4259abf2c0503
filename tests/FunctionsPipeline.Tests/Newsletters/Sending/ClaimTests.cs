using System.Text.Json;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>
/// What is looked at between the hint and the first byte. Each process here does what it is told and nothing else.
/// </summary>
public class ClaimTests
{
    private static readonly SimSetup WithoutProcesses = new()
    {
        Calm = true,
        StopChance = 0,
        Processes = 0,
        RequestSize = 6,
    };

    /// <summary>Rule S7: what one process was told by the provider holds for all.</summary>
    [Fact]
    public void After_a_429_to_one_process_no_other_posts_before_its_time()
    {
        var run = Open(TimeSpan.FromMinutes(29));
        run.Faults.BusyUntil = run.World.Now + TimeSpan.FromMinutes(5);
        run.Tell(n => n.Stager.StageAsync(Hint(run, 1), default));
        Assert.Equal(1, run.Provider.Busy);

        run.Tell(n => n.Stager.StageAsync(Hint(run, 2), default));
        Assert.Equal((1, 0), (run.Provider.Busy, run.Provider.Accepted));

        run.World.RunUntil(run.Faults.BusyUntil.Value);
        run.Tell(n => n.Stager.StageAsync(Hint(run, 2), default));
        Assert.Equal((1, 1), (run.Provider.Busy, run.Provider.Accepted));
    }

    /// <summary>Rule S6.</summary>
    [Theory]
    [InlineData(-5)]
    [InlineData(5)]
    public void A_process_whose_clock_is_off_stages_nothing_and_says_so(int minutes)
    {
        var run = Open(TimeSpan.FromMinutes(25));

        run.Tell(n => n.Stager.StageAsync(Hint(run, 1), default), skew: TimeSpan.FromMinutes(minutes));

        Assert.Equal(0, run.Provider.Accepted);
        Assert.Equal(AlertKind.Skew, Assert.Single(run.Notices.Alerts).Kind);
        run.Tell(n => n.Stager.StageAsync(Hint(run, 1), default));
        Assert.Equal(1, run.Provider.Accepted);
    }

    /// <summary>Rule S6: nor does it open a wave for others to stage.</summary>
    [Theory]
    [InlineData(-5)]
    [InlineData(5)]
    public void A_process_whose_clock_is_off_opens_no_wave(int minutes)
    {
        var run = Planned();
        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(22));

        run.Tell(n => n.Sweep.RunAsync(default), skew: TimeSpan.FromMinutes(minutes));

        Assert.Equal(
            WaveState.New,
            run.Storage.Peek(SendingPaths.Wave(run.Issues[0], 1), SendingJson.Own.WaveRecord)!.State
        );
        Assert.Equal(AlertKind.Skew, Assert.Single(run.Notices.Alerts).Kind);
    }

    /// <summary>Rule S8: anyone who raises it after the glance and sees no claim yet must be able to rely on it.</summary>
    [Fact]
    public void A_fence_that_is_raised_while_a_request_is_claimed_keeps_it_from_being_posted()
    {
        var run = Open(TimeSpan.FromMinutes(29));
        var request = SendingPaths.Request(run.Issues[0], 1);
        run.Storage.OnWritten = path =>
        {
            if (path != request)
                return;
            run.Storage.OnWritten = null;
            var standing = run.Storage.Peek(SendingPaths.Status, SendingJson.Own.SendingStatusRecord)!;
            var halt = new HaltRecord(
                HaltReason.UnknownIssue,
                "Another copy is sending.",
                run.World.Now,
                standing.LastTick
            );
            run.Storage.Put(SendingPaths.Status, standing with { Halt = halt }, SendingJson.Own.SendingStatusRecord);
        };

        run.Tell(n => n.Stager.StageAsync(Hint(run, 1), default));

        Assert.Null(run.Storage.OnWritten);
        Assert.Equal(0, run.Provider.Accepted);
        Assert.Equal(RequestState.Planned, run.Storage.Peek(request, SendingJson.Own.RequestRecord)!.State);
    }

    /// <summary>
    /// Rule S2. A claim is 16 minutes early and at most 25 seconds old, so that the last look at the time to the send time
    /// matters where the clock that it was claimed by is put right in between: here by the question of another request,
    /// because what the provider told is older than five minutes by then.
    /// </summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(55, false)]
    public void A_claim_made_in_time_is_released_when_the_send_time_turns_out_to_be_too_near(
        int secondsAhead,
        bool posted
    )
    {
        var run = Planned();
        run.Audience.LookTakes = TimeSpan.FromSeconds(20);
        SimNode? node = null;
        run.World.At(
            run.Due - new TimeSpan(0, 21, 10),
            () => (node = new SimNode(run, TimeSpan.Zero)).Do(() => node.Sweep.RunAsync(default))
        );
        run.World.At(
            run.Due - new TimeSpan(0, 16, 12),
            () => node!.Do(() => node.Stager.StageAsync(Hint(run, 1), default))
        );
        run.World.At(
            run.Due - new TimeSpan(0, 16, 4),
            () =>
            {
                run.Provider.Ahead = TimeSpan.FromSeconds(secondsAhead);
                node!.Do(() => node.Stager.StageAsync(Hint(run, 2), default));
            }
        );

        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(15));

        var request = run.Storage.Peek(SendingPaths.Request(run.Issues[0], 1), SendingJson.Own.RequestRecord)!;
        Assert.Equal(posted ? RequestState.Staged : RequestState.Planned, request.State);
        Assert.Empty(run.Failures);
    }

    /// <summary>
    /// A host that scales in asks its processes to stop every few minutes: that must not leave requests uncertain.
    /// </summary>
    [Fact]
    public void A_stop_before_the_first_byte_gives_the_claim_back()
    {
        var run = Open(TimeSpan.FromMinutes(29));
        var request = SendingPaths.Request(run.Issues[0], 1);
        using var stop = new CancellationTokenSource();
        run.Storage.OnWritten = path =>
        {
            if (path == request)
                stop.Cancel();
        };

        run.Tell(n => RunUntilStoppedAsync(() => n.Stager.StageAsync(Hint(run, 1), stop.Token)));

        Assert.Equal(0, run.Provider.Accepted);
        Assert.Equal(RequestState.Planned, run.Storage.Peek(request, SendingJson.Own.RequestRecord)!.State);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(8, true)]
    public void A_call_that_is_under_way_has_seconds_to_end_when_the_process_is_asked_to_stop(
        int seconds,
        bool uncertain
    )
    {
        var run = Open(TimeSpan.FromMinutes(29));
        run.Faults.AnswerTakes = TimeSpan.FromSeconds(seconds);
        using var stop = new CancellationTokenSource();
        run.Provider.OnAccepting = stop.Cancel;

        run.Tell(n => n.Stager.StageAsync(Hint(run, 1), stop.Token));

        Assert.Equal(1, run.Provider.Accepted);
        Assert.Equal(
            uncertain ? RequestState.Uncertain : RequestState.Staged,
            run.Storage.Peek(SendingPaths.Request(run.Issues[0], 1), SendingJson.Own.RequestRecord)!.State
        );
    }

    private static async Task RunUntilStoppedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // What a process does that is asked to stop.
        }
    }

    private static SimRun Planned()
    {
        var run = new SimRun(1, WithoutProcesses);
        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(45));
        Assert.Null(run.Ask(n => n.Freezer.FreezeAsync(run.Draft(run.Issues[0]), default)).Refusal);
        return run;
    }

    /// <summary>The wave is open at that time before the issue is due, and nothing is claimed.</summary>
    private static SimRun Open(TimeSpan before)
    {
        var run = Planned();
        run.World.RunUntil(run.Due - before);
        run.Tell(n => n.Sweep.RunAsync(default));
        Assert.Equal(
            WaveState.Open,
            run.Storage.Peek(SendingPaths.Wave(run.Issues[0], 1), SendingJson.Own.WaveRecord)!.State
        );
        return run;
    }

    private static string Hint(SimRun run, int request) =>
        JsonSerializer.Serialize(new StageHint(run.Issues[0], [request]), SendingJson.Compact.StageHint);
}
