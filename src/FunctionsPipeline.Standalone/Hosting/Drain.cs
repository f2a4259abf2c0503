namespace FunctionsPipeline.Standalone.Hosting;

/// <summary>
/// The two moments of a graceful stop: from <see cref="Started"/> nothing new is taken on; at <see cref="Expired"/> what
/// still runs is told to end and what is unfinished goes back.
/// </summary>
internal sealed class Drain : IDisposable
{
    private readonly CancellationTokenSource started = new();
    private readonly CancellationTokenSource expired = new();

    public CancellationToken Started => started.Token;

    public CancellationToken Expired => expired.Token;

    public void Start() => started.Cancel();

    public void Expire() => expired.Cancel();

    public void Dispose()
    {
        started.Dispose();
        expired.Dispose();
    }
}
