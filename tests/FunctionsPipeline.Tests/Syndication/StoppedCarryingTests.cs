using FunctionsPipeline.Syndication.Copies;

namespace FunctionsPipeline.Tests.Syndication;

/// <summary>A process that is asked to stop while a target has the call.</summary>
public sealed class StoppedCarryingTests
{
    [Theory]
    [InlineData("mastodon")]
    [InlineData("devto")]
    public async Task A_call_that_is_under_way_ends_and_its_result_is_kept(string target)
    {
        await using var run = await OnceTests.Run.StartAsync(target);
        await run.Wire.BeginAsync();
        await run.Wire.PublishAsync(Wire.Article());
        using var stop = new CancellationTokenSource();
        run.Server.FaultAt = (_, _) =>
        {
            stop.Cancel();
            return null;
        };

        await run.Wire.Carrier.CarryAsync(run.Wire.Queue.Sent[^1].Message, stop.Token);

        Assert.Equal(CopyRecordState.Carried, (await run.Wire.CopyAsync())!.State);
        Assert.Equal(1, run.Remote.Copies);
        Assert.Single((await run.Wire.ReportAsync())!.Copies);
    }
}
