using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Functions.Tests.Cli;

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

        var (early, why) = await RunAsync("export", "-");
        var (looked, plan) = await RunAsync("move-state");
        Assert.Null(await blobs.StatAsync(new BlobPath(Containers.State, "catalog/sciatica.json"), default));
        var (moved, told) = await RunAsync("move-state", "--yes");
        var (again, nothing) = await RunAsync("move-state", "--yes");

        Assert.Equal((1, 0, 0, 0), (early, looked, moved, again));
        Assert.Contains("Run 'fp move-state' first.", why, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", plan, StringComparison.Ordinal);
        Assert.Contains("Moved: 2 documents.", told, StringComparison.Ordinal);
        Assert.Contains("nothing to move", nothing, StringComparison.Ordinal);
        Assert.NotNull(await blobs.StatAsync(new BlobPath(Containers.State, "catalog/sciatica.json"), default));

        Task<(int Code, string Said)> RunAsync(params string[] args) =>
            CommandLine.RunAsync(storage, "", settings: null, args);
    }
}
