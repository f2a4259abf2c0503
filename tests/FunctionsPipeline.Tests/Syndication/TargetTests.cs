using FunctionsPipeline.Syndication.Copies;

namespace FunctionsPipeline.Tests.Syndication;

/// <summary>One target, its server and a site whose settings name it from the start.</summary>
public abstract class TargetTests<TRemote>(Func<TimeProvider, TRemote> remote) : IAsyncLifetime
    where TRemote : IRemote
{
    protected ManualTimeProvider Time { get; } = new();

    protected TRemote Remote { get; private set; } = default!;

    protected LoopbackServer Server { get; private set; } = null!;

    protected Wire Wire { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Remote = remote(Time);
        Server = await LoopbackServer.StartAsync(Remote.Answer);
        Wire = new Wire(Remote.Settings(Server.Address), Remote.Secret, Time);
        await Wire.BeginAsync();
    }

    public async Task DisposeAsync()
    {
        Wire.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>A person may test a target at any time: nothing must appear there, and nothing here.</summary>
    [Fact]
    public async Task A_test_of_the_secret_makes_nothing_anywhere()
    {
        var (before, stored) = (Remote.Copies, await StoredAsync());

        var tested = Assert.Single((await Wire.Overview.TestAsync(null, default)).Value);

        Assert.NotEqual(false, tested.Accepted);
        Assert.Null(tested.Problem);
        Assert.Equal((before, stored), (Remote.Copies, await StoredAsync()));

        async Task<int> StoredAsync() =>
            await Wire.Memory.ListAsync(FunctionsPipeline.Storage.Containers.State, "", default).CountAsync();
    }

    [Fact]
    public async Task A_wrong_secret_fails_the_test_unless_the_target_needs_none()
    {
        using var wrong = new Wire(Remote.Settings(Server.Address), "another", Time);

        var tested = Assert.Single((await wrong.Overview.TestAsync(Wire.Target, default)).Value);

        Assert.Equal(Remote.Secret.Length == 0 ? null : false, tested.Accepted);
        Assert.Equal(tested.Accepted == false, tested.Problem is not null);
    }

    [Fact]
    public async Task The_overview_shows_the_newest_outcome()
    {
        Assert.Equal((0, null), (await OnlyAsync() is { } none ? (none.Copies, none.Last) : default));
        await Wire.PublishAsync(Wire.Article());
        await Wire.SettleAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
        await Wire.PublishAsync(Wire.Article("walking"));
        await Wire.SettleAsync();

        var last = await OnlyAsync();

        Assert.Equal(2, last.Copies);
        Assert.Equal(("walking", CopyRecordState.Carried), (last.Article, last.Last));
        Assert.True(last.HasSecret);

        async Task<FunctionsPipeline.Syndication.TargetState> OnlyAsync() =>
            Assert.Single(await Wire.Overview.ListAsync(default));
    }

    /// <summary>The server does what the first POST asks, and no one hears of it.</summary>
    protected void LoseTheFirstAnswer() =>
        Server.FaultAt = LoopbackServer.FirstPost(Server, LoopbackServer.Fault.LosesTheAnswer);
}
