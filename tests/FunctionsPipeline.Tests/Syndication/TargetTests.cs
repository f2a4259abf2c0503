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

    /// <summary>The server does what the first POST asks, and no one hears of it.</summary>
    protected void LoseTheFirstAnswer() =>
        Server.FaultAt = LoopbackServer.FirstPost(Server, LoopbackServer.Fault.LosesTheAnswer);
}
