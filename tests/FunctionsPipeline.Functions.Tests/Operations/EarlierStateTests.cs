using FunctionsPipeline.Functions.Operations;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Functions.Tests.Operations;

/// <summary>On an empty ledger the app would send again what was sent: it does not start beside a former one.</summary>
public class EarlierStateTests
{
    private static readonly BlobPath Former = new(StateMove.FormerContainer, "issue-index/weekly-20260310t1500z");

    private readonly InMemoryBlobStore _blobs = new();
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public Task A_new_account_starts(string environment) => State(environment).StartAsync(default);

    [Fact]
    public async Task In_production_an_operator_must_move_it()
    {
        await WriteFormerAsync();
        var state = State("Production");

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => state.StartAsync(default));
        Assert.Contains("fp move-state", Assert.Single(refused.Failures), StringComparison.Ordinal);

        Assert.Null(await _blobs.StatAsync(Former with { Container = Containers.State }, default));
        await Assert.ThrowsAsync<OptionsValidationException>(() => state.EnsureAsync(default));
        Assert.Null((await new StateMove(_blobs, TimeProvider.System).RunAsync(TimeSpan.Zero, default)).Refusal);
        await state.EnsureAsync(default);
    }

    [Fact]
    public async Task On_a_laptop_the_start_moves_it()
    {
        await WriteFormerAsync();
        var state = State("Development");

        // Functions may ask at once when storage was away at the start.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => state.EnsureAsync(default)));

        Assert.NotNull(await _blobs.StatAsync(Former with { Container = Containers.State }, default));
    }

    [Fact]
    public async Task Storage_that_is_away_at_the_start_is_asked_again()
    {
        await WriteFormerAsync();
        var away = true;
        var store = new FaultyBlobStore(_blobs)
        {
            Before = (_, _) =>
            {
                if (away)
                    throw new StorageException("Storage is away.");
            },
        };
        var state = new EarlierState(new StateMove(store, TimeProvider.System), Retry(_time), new Env("Production"));

        await state.StartAsync(default);
        await Assert.ThrowsAsync<StorageException>(() => state.EnsureAsync(default));
        Assert.False(state.IsKnown);
        // A request is answered; what would send waits, and is refused when storage is back.
        await Assert.ThrowsAsync<StorageException>(() => state.EnsureBeforeRunAsync(isRequest: true, default));
        var run = state.EnsureBeforeRunAsync(isRequest: false, default);
        await Eventually.TrueAsync(() => Task.FromResult(_time.Waiting > 0), "the function to wait");
        Assert.False(run.IsCompleted);
        away = false;
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            await Task.Delay(1);
        }
        await Assert.ThrowsAsync<OptionsValidationException>(() => run);
    }

    private Task<string?> WriteFormerAsync() =>
        _blobs.WriteAsync(Former, default(ReadOnlyMemory<byte>), BlobHeaders.Text, WriteCondition.Always, default);

    private EarlierState State(string environment) =>
        new(new StateMove(_blobs, TimeProvider.System), Retry(_time), new Env(environment));

    private static StorageRetry Retry(TimeProvider time) => new(time, NullLogger<StorageRetry>.Instance);

    private sealed class Env(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;
        public string ApplicationName { get; set; } = "";
        public string ContentRootPath { get; set; } = "";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
