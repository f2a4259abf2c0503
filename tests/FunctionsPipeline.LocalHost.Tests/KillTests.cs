using System.Diagnostics;
using System.Text.Json;
using FunctionsPipeline.LocalHost.Tests.Support;

namespace FunctionsPipeline.LocalHost.Tests;

/// <summary>Two hosts share one account; processes die in the middle of their work.</summary>
[Trait("Category", "Journey")]
public sealed class KillTests : HostTest
{
    private const int Count = 300;
    private const int Deaths = 3;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deaths_lose_no_blob_and_no_message_and_overlap_no_timer(bool killsHost)
    {
        var settings = TestApp.Settings(Account, Probe, "OnDrop", "OnNumber", "OnSecond");
        settings["LocalHost__MessageInvisibility"] = "00:00:10";
        settings["LocalHost__BlobWatchInterval"] = "00:00:00.5";
        var drops = Account.ContainerNamed("drops");
        await drops.CreateAsync();
        var numbers = Account.NamedQueue("numbers");
        await numbers.CreateAsync();

        await using var steady = HostProcess.Start(settings);
        var mortal = HostProcess.Start(settings);
        try
        {
            await mortal.WaitForStartAsync();
            for (var death = 0; death < Deaths; death++)
            {
                // A third of the work while both are there, a death in the middle of it, and a successor.
                var (from, to) = (Count * death / Deaths, Count * (death + 1) / Deaths);
                await Parallel.ForEachAsync(
                    Enumerable.Range(from, to - from),
                    async (number, _) =>
                    {
                        await drops.UploadBlobAsync($"{number}.md", new BinaryData("text"));
                        await numbers.SendMessageAsync(JsonSerializer.Serialize(new { number }));
                    }
                );
                var handled = Handled();
                await Probe.WaitForAsync(() => Handled() > handled, "work after the drops");
                if (killsHost)
                {
                    mortal.Kill();
                    await mortal.DisposeAsync();
                    mortal = HostProcess.Start(settings);
                }
                else
                {
                    using var worker = Process.GetProcessById(await mortal.WorkerAsync(Http));
                    worker.Kill();
                }

                await Eventually.TrueAsync(
                    () => mortal.Output.Contains(" functions run at ", StringComparison.Ordinal),
                    mortal.Output
                );
            }

            // As long as there is progress, a slow machine is only slow.
            for (var done = Handled(); done < 2 * Count; )
            {
                var before = done;
                await Eventually.TrueAsync(
                    () => (done = Handled()) > before,
                    $"all blobs and messages; {before} of {2 * Count} are done.\n{steady.Output}"
                );
            }

            var ticks = Probe.Count("tick ends");
            await Probe.WaitForAsync(() => Probe.Count("tick ends") >= ticks + 2, "ticks after the last death");
        }
        finally
        {
            await mortal.DisposeAsync();
        }

        Assert.False(steady.HasExited, steady.Output);
        // Each death may leave a tick without its end; but no two begin side by side otherwise.
        Ticks.AssertNoOverlap(Probe.Events, mayBreakOff: Deaths);
    }

    private int Handled() =>
        Probe
            .Events.Where(each =>
                each.StartsWith("drop ", StringComparison.Ordinal)
                || each.StartsWith("number ", StringComparison.Ordinal)
            )
            .Distinct(StringComparer.Ordinal)
            .Count();
}
