using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsPipeline.Standalone.Tests.Support;

namespace FunctionsPipeline.Standalone.Tests;

/// <summary>Two processes share one account; one of them dies three times in the middle of its work.</summary>
public sealed class KillTests : StorageTest
{
    private const int Count = 500;

    private BlobContainerClient Handled => new(Account.ConnectionString, "handled");

    [Fact]
    public async Task Deaths_lose_no_blob_and_no_message_and_overlap_no_timer()
    {
        await Handled.CreateAsync();
        var dropped = new BlobContainerClient(Account.ConnectionString, "dropped");
        await dropped.CreateAsync();
        var numbers = Account.NamedQueue("numbers");
        await numbers.CreateAsync();

        await using var steady = AppProcess.Start(Account);
        var mortal = AppProcess.Start(Account);
        try
        {
            for (var death = 0; death < 3; death++)
            {
                // A third of the work while both are there, a death in the middle of it, and a successor.
                var (from, to) = (Count * death / 3, Count * (death + 1) / 3);
                await Parallel.ForEachAsync(Enumerable.Range(from, to - from), async (number, _) =>
                {
                    await dropped.UploadBlobAsync($"{number}.md", new BinaryData("text"));
                    await numbers.SendMessageAsync(JsonSerializer.Serialize(new { number }));
                });
                await mortal.WaitForOutputAsync("Executed Record");
                mortal.Kill();
                await mortal.DisposeAsync();
                mortal = AppProcess.Start(Account);
            }

            // As long as there is progress, a slow machine is only slow.
            for (var done = await CountAsync(); done < 2 * Count;)
            {
                var before = done;
                await Eventually.TrueAsync(
                    async () => (done = await CountAsync()) > before, $"all blobs and messages; {before} of {2 * Count} are there.\n{steady.Output}");
            }

            await Eventually.TrueAsync(async () => (await TicksAsync()).Count >= 3, "some ticks");
        }
        finally
        {
            await mortal.DisposeAsync();
        }

        Assert.False(steady.HasExited, steady.Output);
        var ticks = (await TicksAsync()).OrderBy(tick => tick.Started).ToArray();
        Assert.All(ticks.Zip(ticks.Skip(1)), pair => Assert.True(pair.First.Ended <= pair.Second.Started, "Two ticks overlap."));
    }

    private async Task<int> CountAsync() => (await HandledAsync("blob/")).Count + (await HandledAsync("message/")).Count;

    private async Task<HashSet<string>> HandledAsync(string prefix)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var blob in Handled.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }))
            names.Add(blob.Name.Split('/')[1]);
        return names;
    }

    private async Task<List<(long Started, long Ended)>> TicksAsync()
    {
        var ticks = new List<(long, long)>();
        await foreach (var blob in Handled.GetBlobsAsync(new GetBlobsOptions { Prefix = "tick/" }))
        {
            var times = (await Handled.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content.ToString().Split(' ');
            ticks.Add((long.Parse(times[0]), long.Parse(times[1])));
        }

        return ticks;
    }
}
