using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Cli.Commands;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Tests;

/// <summary>An operator moves the state of an earlier version; until then no command works beside it.</summary>
public class MoveStateTests
{
    [Fact]
    public async Task State_of_an_earlier_version_is_moved_before_any_command_works()
    {
        var storage = await AzuriteFixture.NewAccountAsync();
        var blobs = new AzureBlobStore(StorageClients.From(storage).Blobs);
        await blobs.WriteAsync(
            new BlobPath(StateMove.FormerContainer, "catalog/sciatica.json"),
            "{}"u8.ToArray(),
            BlobHeaders.Json,
            WriteCondition.Always,
            default
        );

        var (early, why) = await RunAsync("subscribers", "export", "-");
        var (looked, plan) = await RunAsync("move-state");
        Assert.Null(await blobs.StatAsync(new BlobPath(Containers.State, "catalog/sciatica.json"), default));
        // It was written just now, as by an app that runs.
        var (running, refused) = await RunAsync("move-state", "--yes");
        Assert.Equal(1, running);
        Assert.Contains("Stop it", refused, StringComparison.Ordinal);
        Assert.Null((await new StateMove(blobs, TimeProvider.System).RunAsync(TimeSpan.Zero, default)).Refusal);
        var (again, nothing) = await RunAsync("move-state", "--yes");

        Assert.Equal((1, 0, 0), (early, looked, again));
        Assert.Contains("Run 'fp move-state' first.", why, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", plan, StringComparison.Ordinal);
        Assert.Contains("nothing to move", nothing, StringComparison.Ordinal);
        Assert.NotNull(await blobs.StatAsync(new BlobPath(Containers.State, "catalog/sciatica.json"), default));

        Task<(int Code, string Said)> RunAsync(params string[] args) =>
            CommandLine.RunAsync(storage, "", settings: null, args);
    }

    [Fact]
    public async Task What_was_moved_is_said_once_the_app_is_quiet()
    {
        var time = new ManualTimeProvider();
        var blobs = new InMemoryBlobStore(time);
        foreach (var slug in new[] { "sciatica", "walking" })
            await blobs.WriteAsync(
                new BlobPath(StateMove.FormerContainer, $"catalog/{slug}.json"),
                "{}"u8.ToArray(),
                BlobHeaders.Json,
                WriteCondition.Always,
                default
            );
        time.Advance(StateMove.Quiet);
        using var said = new StringWriter();
        using var wrong = new StringWriter();

        var code = await MoveStateCommand.RunAsync(new StateMove(blobs, time), yes: true, said, wrong, default);

        Assert.Equal((0, ""), (code, wrong.ToString()));
        Assert.Contains("Moved: 2 documents.", said.ToString(), StringComparison.Ordinal);
        Assert.NotNull(await blobs.StatAsync(new BlobPath(Containers.State, "catalog/walking.json"), default));
    }
}
