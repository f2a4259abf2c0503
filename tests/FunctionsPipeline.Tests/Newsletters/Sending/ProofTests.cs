using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>
/// Rule S1: a batch is shown as cancelled whenever it was, and the provider honours a cancel until ten minutes before
/// the send time. Only a date that is early enough tells the one from the other.
/// </summary>
public class ProofTests
{
    private static readonly SimSetup Calm = new()
    {
        Calm = true,
        StopChance = 0,
        Processes = 1,
    };

    [Theory]
    [InlineData("00:11:00", StopResult.Stopped)]
    [InlineData("00:10:29", StopResult.TooLate)]
    [InlineData("00:09:50", StopResult.TooLate)]
    public void A_cancel_is_believed_only_if_the_provider_showed_it_until_ten_and_a_half_minutes_before(
        string before,
        StopResult expected
    )
    {
        // The intent was stored in time; then the process froze, and its call arrived whenever it did.
        var run = new SimRun(1, Calm).Begin();
        run.World.RunUntil(run.Due - TimeSpan.Parse(before, System.Globalization.CultureInfo.InvariantCulture));
        var path = SendingPaths.Wave(run.Issues[0], 1);
        var wave = run.Storage.Peek(path, SendingJson.Own.WaveRecord)!;
        run.Storage.Put(
            path,
            wave with
            {
                State = WaveState.Cancelling,
                CancelIntentAt = run.Due - SendTimes.StopLead,
                Stop = true,
            },
            SendingJson.Own.WaveRecord
        );
        run.Provider.Cancel(wave.Batch!);

        Assert.Equal(expected, run.Ask(n => n.Stopping.StopAsync(run.Issues[0], "Kim", default)).Result);

        run.World.RunUntil(run.Due + TimeSpan.FromHours(130));
        var verdict = Verdict.On(run);
        Assert.True(
            verdict is { StoppedYetDelivered: 0, Duplicates: 0, AddsUp: true, Finished: true },
            verdict.ToString()
        );
    }
}
