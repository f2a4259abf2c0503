using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Import;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>
/// The host ends a process ten seconds after it asked it to stop. Inside a batch, the shards are the checkpoint.
/// </summary>
public sealed class StoppedImportTests
{
    private const int Rows = 2_000;

    [Fact]
    public async Task An_import_that_is_stopped_goes_on_with_the_shards_that_are_left()
    {
        var world = new SubscriberWorld();
        var csv = "email\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"reader{i}@example.org\n"));
        var id = await world.Get<Imports>().AcceptAsync(Importing.Csv(csv), Importing.Express, default);
        var written = new Dictionary<string, int>(StringComparer.Ordinal);
        using var stop = new CancellationTokenSource();
        world.Blobs.After = (operation, path) =>
        {
            if (
                operation != nameof(IBlobStore.WriteAsync)
                || !path.Name.StartsWith("shards/", StringComparison.Ordinal)
            )
                return;
            // The other shards wait here, so that no write slips in between the count and the stop.
            lock (written)
            {
                written[path.Name] = written.GetValueOrDefault(path.Name) + 1;
                if (written.Count == 100)
                    stop.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            world.Get<ImportRunner>().RunAsync(id, null, stop.Token)
        );
        Assert.InRange(written.Count, 100, 120);
        var progress = await world.Get<ImportRunner>().RunAsync(id, null, default);

        Assert.Equal((ImportState.Done, (long)Rows, 0L), (progress!.State, progress.Imported, progress.Refused));
        Assert.All(written.Values, times => Assert.Equal(1, times));
        Assert.Equal(Rows, (await world.EverybodyAsync()).Select(s => s.Address).Distinct().Count());
        Assert.Equal(Rows, (await world.CountsAsync()).Imported);
    }
}
