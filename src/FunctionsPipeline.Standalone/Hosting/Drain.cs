namespace FunctionsPipeline.Standalone.Hosting;

/// <summary>
/// The two moments of a graceful stop: from <see cref="Started"/> nothing new is taken on; at <see cref="Expired"/>, the
/// drain timeout later, what still runs is told to end and what is unfinished goes back.
/// </summary>
internal sealed class Drain(HostSettings settings, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _started = new();
    private readonly CancellationTokenSource _expired = new();
    private readonly Lock _gate = new();
    private ITimer? _limit;

    public CancellationToken Started => _started.Token;

    public CancellationToken Expired => _expired.Token;

    /// <summary>May be called again; only the first time counts.</summary>
    public void Start()
    {
        lock (_gate)
            _limit ??= time.CreateTimer(_ => Expire(), null, settings.DrainTimeout, Timeout.InfiniteTimeSpan);
        _started.Cancel();
    }

    public void Expire() => _expired.Cancel();

    public void Dispose()
    {
        _limit?.Dispose();
        _started.Dispose();
        _expired.Dispose();
    }
}
