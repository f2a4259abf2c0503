using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Syndication.Copies;

namespace FunctionsPipeline.Tests.Syndication;

/// <summary>Death at every step of a withdrawal, at every target that can do it: no copy in the end.</summary>
public sealed class WithdrawnOnceTests
{
    /// <summary>More steps than any run has.</summary>
    private const int MaxSteps = 60;

    public static TheoryData<string> Targets => ["mastodon", "webhook", "bluesky", "devto", "wordpress"];

    public static TheoryData<string, string> TargetsAndFaults
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var target in (string[])["mastodon", "webhook", "bluesky", "devto", "wordpress"])
            foreach (var fault in (string[])["before storage", "after storage", "request lost", "answer lost"])
                all.Add(target, fault);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(TargetsAndFaults))]
    public async Task Failing_at_any_call_leaves_no_copy(string target, string fault)
    {
        var steps = await AtEveryStepAsync(
            target,
            fault,
            async run =>
            {
                await run.Wire.SettleAsync();

                Assert.Equal(0, run.Remote.Copies);
                Assert.Equal(CopyRecordState.Withdrawn, (await run.Wire.CopyAsync())!.State);
                Assert.Equal(CopyState.Withdrawn, Assert.Single((await run.Wire.ReportAsync())!.Copies).State);
            }
        );

        Assert.InRange(steps, 1, MaxSteps);
    }

    [Theory]
    [MemberData(nameof(TargetsAndFaults))]
    public async Task An_article_that_comes_back_in_the_middle_of_it_has_one_copy(string target, string fault)
    {
        var steps = await AtEveryStepAsync(
            target,
            fault,
            async run =>
            {
                await run.Wire.DeliverAsync();
                (run.Wire.Store.Before, run.Wire.Store.After) = (null, null);

                await run.Wire.PublishAsync(Wire.Article());
                await run.Wire.SettleAsync();

                Assert.Equal(1, run.Remote.Copies);
                Assert.Equal(CopyRecordState.Carried, (await run.Wire.CopyAsync())!.State);
                Assert.Equal(CopyState.There, Assert.Single((await run.Wire.ReportAsync())!.Copies).State);
            }
        );

        Assert.InRange(steps, 1, MaxSteps);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_copy_that_no_answer_confirmed_is_found_and_taken_away(string target)
    {
        await using var run = await OnceTests.Run.StartAsync(target);
        await run.Wire.BeginAsync();
        await run.Wire.PublishAsync(Wire.Article() with { Tags = [] });
        run.Server.FaultAt = (_, request) => IsMaking(request) ? LoopbackServer.Fault.LosesTheAnswer : null;
        await run.Wire.DeliverAsync();
        run.Server.FaultAt = (_, _) => null;
        Assert.Equal(1, run.Remote.Copies);
        Assert.True((await run.Wire.CopyAsync())!.Uncertain);

        await run.Wire.RemoveAsync(Wire.Article());
        await run.Wire.SettleAsync();

        Assert.Equal(0, run.Remote.Copies);
        Assert.Equal(CopyRecordState.Withdrawn, (await run.Wire.CopyAsync())!.State);

        static bool IsMaking(LoopbackServer.Received request) =>
            request.Method == "POST" && !request.Path.EndsWith("createSession", StringComparison.Ordinal);
    }

    /// <returns>How many steps there were to fail at.</returns>
    private static async Task<int> AtEveryStepAsync(string target, string fault, Func<OnceTests.Run, Task> act)
    {
        for (var step = 1; ; step++)
        {
            await using var run = await OnceTests.Run.StartAsync(target);
            await run.Wire.BeginAsync();
            await run.Wire.PublishAsync(Wire.Article());
            await run.Wire.SettleAsync();
            Assert.Equal(1, run.Remote.Copies);
            await run.Wire.RemoveAsync(Wire.Article());
            switch (fault)
            {
                case "before storage":
                    run.Wire.Store.Before = run.Dies(step);
                    break;
                case "after storage":
                    run.Wire.Store.After = run.Dies(step);
                    break;
                case "request lost":
                    run.Breaks(step, LoopbackServer.Fault.LosesTheRequest);
                    break;
                default:
                    run.Breaks(step, LoopbackServer.Fault.LosesTheAnswer);
                    break;
            }

            await act(run);

            if (!run.Fired)
                return step - 1;
        }
    }
}
