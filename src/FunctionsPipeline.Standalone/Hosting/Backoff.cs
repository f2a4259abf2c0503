namespace FunctionsPipeline.Standalone.Hosting;

/// <summary>Randomized exponential waiting: each wait about doubles, up to a limit, until something happens.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan limit, Jitter jitter)
{
    private TimeSpan _current = TimeSpan.Zero;

    public void Reset() => _current = TimeSpan.Zero;

    public TimeSpan Next()
    {
        _current = _current == TimeSpan.Zero ? first : _current * 2 > limit ? limit : _current * 2;
        var wait = jitter.Around(_current);
        return wait > limit ? limit : wait;
    }
}
