using System.Text.Json;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>The requests of a bundle are worked on together, and none of them is lost with another.</summary>
public class BundleTests
{
    private const int Requests = 6;

    private static readonly SimSetup Calm = new()
    {
        Calm = true,
        StopChance = 0,
        Processes = 1,
        Requests = Requests,
        RequestSize = 6,
    };

    /// <summary>Rule S2: what a process had claimed when it died is found by the next one.</summary>
    [Fact]
    public void A_process_that_dies_at_any_claim_or_result_leaves_no_one_out_and_no_one_with_two_copies()
    {
        for (var at = 1; at <= 2 * Requests; at++)
        {
            var run = new SimRun(at, Calm);
            var requests = SendingPaths.Requests(run.Issues[0]);
            var writes = 0;
            run.Storage.OnWritten = path =>
            {
                if (!path.Name.StartsWith(requests, StringComparison.Ordinal) || ++writes != at)
                    return;
                run.Faults.Kill = 1;
                run.World.In(TimeSpan.FromSeconds(1), () => run.Faults.Kill = 0);
            };

            var verdict = Verdict.On(run.Run());

            Assert.Equal(2, run.Starts);
            Assert.True(verdict.IsClean, $"write {at}: {verdict}");
            Assert.Equal(0, verdict.Uncertain);
        }
    }

    [Fact]
    public void A_fault_of_the_second_look_gives_all_claims_of_the_bundle_back()
    {
        var run = Open();
        run.Audience.LooksThatFail = 1;

        run.Tell(n => Assert.ThrowsAsync<StorageException>(() => n.Stager.StageAsync(Hint(run, 1, 2, 3), default)));

        Assert.Equal(0, run.Provider.Accepted);
        Assert.All([1, 2, 3], request => Assert.Equal(RequestState.Planned, StateOf(run, request)));
        run.Tell(n => n.Stager.StageAsync(Hint(run, 1, 2, 3), default));
        Assert.Equal(3, run.Provider.Accepted);
    }

    /// <summary>Rule S3: the one look at the wave comes after the last claim, and speaks for all of them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_wave_that_closes_while_a_bundle_is_claimed_keeps_all_of_it_from_being_posted(int request)
    {
        var run = Open();
        var wave = SendingPaths.Wave(run.Issues[0], 1);
        run.Storage.OnWritten = path =>
        {
            if (path != SendingPaths.Request(run.Issues[0], request))
                return;
            run.Storage.OnWritten = null;
            var open = run.Storage.Peek(wave, SendingJson.Own.WaveRecord)!;
            run.Storage.Put(wave, open with { State = WaveState.Closing }, SendingJson.Own.WaveRecord);
        };

        run.Tell(n => n.Stager.StageAsync(Hint(run, 1, 2, 3), default));

        Assert.Null(run.Storage.OnWritten);
        Assert.Equal(0, run.Provider.Accepted);
        Assert.All([1, 2, 3], each => Assert.Equal(RequestState.Planned, StateOf(run, each)));
    }

    [Fact]
    public void A_message_of_before_there_were_bundles_is_left_to_the_sweep()
    {
        var run = Open();

        run.Tell(n => n.Stager.StageAsync($$"""{"issue":"{{run.Issues[0].Value}}","request":1}""", default));

        Assert.Equal(0, run.Provider.Accepted);
    }

    /// <param name="size">0 in an issue that was planned before there were bundles.</param>
    [Theory]
    [InlineData(0, 4, 4)]
    [InlineData(1, 4, 4)]
    [InlineData(5, 1, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(5, 6, 6)]
    public void The_file_of_a_bundle_has_the_name_of_its_first_request(int size, int request, int first)
    {
        var issue = Open().Ask(n => n.Reader.FindAsync(new SimRun(1, Calm).Issues[0], default))!;

        Assert.Equal(first, Bundle.FirstOf(issue with { BundleSize = size }, request));
    }

    [Fact]
    public void The_requests_of_a_bundle_share_its_recipients_in_order()
    {
        var run = Open();
        var issue = run.Ask(n => n.Reader.FindAsync(run.Issues[0], default))!;

        var all = Enumerable.Range(1, Requests).SelectMany(request => run.Storage.RecipientsOf(issue, request));

        Assert.Equal(run.Audience.Everyone.Select(person => person.Value), all);
    }

    /// <summary>The wave is open, and nothing is claimed.</summary>
    private static SimRun Open()
    {
        var run = new SimRun(1, Calm with { Processes = 0 });
        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(45));
        Assert.Null(run.Ask(n => n.Freezer.FreezeAsync(run.Draft(run.Issues[0]), default)).Refusal);
        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(29));
        run.Tell(n => n.Sweep.RunAsync(default));
        return run;
    }

    private static RequestState StateOf(SimRun run, int request) =>
        run.Storage.Peek(SendingPaths.Request(run.Issues[0], request), SendingJson.Own.RequestRecord)!.State;

    private static string Hint(SimRun run, params int[] requests) =>
        JsonSerializer.Serialize(new StageHint(run.Issues[0], requests), SendingJson.Compact.StageHint);
}
