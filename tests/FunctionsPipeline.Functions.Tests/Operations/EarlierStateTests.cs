using FunctionsPipeline.Functions.Operations;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Operations;

/// <summary>On an empty ledger the app would send again what was sent: it does not start beside a former one.</summary>
public class EarlierStateTests
{
    private static readonly BlobPath Former = new(StateMove.FormerContainer, "issue-index/weekly-20260310t1500z");

    private readonly InMemoryBlobStore _blobs = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_account_starts(bool isDevelopment) => Assert.Null(await RefusalAsync(isDevelopment));

    [Fact]
    public async Task In_production_an_operator_must_move_it()
    {
        await WriteFormerAsync();

        Assert.Contains("fp move-state", await RefusalAsync(isDevelopment: false), StringComparison.Ordinal);

        Assert.Null(await _blobs.StatAsync(Former with { Container = Containers.State }, default));
        Assert.Null((await Services().GetRequiredService<StateMove>().RunAsync(StateMove.Quiet, default)).Refusal);
        Assert.Null(await RefusalAsync(isDevelopment: false));
    }

    [Fact]
    public async Task On_a_laptop_the_start_moves_it()
    {
        await WriteFormerAsync();

        Assert.Null(await RefusalAsync(isDevelopment: true));

        Assert.NotNull(await _blobs.StatAsync(Former with { Container = Containers.State }, default));
    }

    private Task<string?> WriteFormerAsync() =>
        _blobs.WriteAsync(Former, default(ReadOnlyMemory<byte>), BlobHeaders.Text, WriteCondition.Always, default);

    private Task<string?> RefusalAsync(bool isDevelopment) =>
        EarlierState.RefusalAsync(Services(), isDevelopment, default);

    private ServiceProvider Services() =>
        new ServiceCollection()
            .AddSingleton<IBlobStore>(_blobs)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<StateMove>()
            .BuildServiceProvider();
}
