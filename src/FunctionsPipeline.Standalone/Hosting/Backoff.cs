namespace FunctionsPipeline.Standalone.Hosting;

/// <summary>Randomized exponential waiting: each wait about doubles, up to a limit, until something happens.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan limit, Jitter jitter)
{
    private TimeSpan current = TimeSpan.Zero;

    public void Reset() => current = TimeSpan.Zero;

    public TimeSpan Next()
    {
        current = current == TimeSpan.Zero ? first : current * 2 > limit ? limit : current * 2;
        var wait = jitter.Around(current);
        return wait > limit ? limit : wait;
    }
}
