namespace FunctionsPipeline.Standalone.Hosting;

/// <summary>Chance, for back-off: instances that failed together must not try again together.</summary>
internal sealed class Jitter(Random random)
{
    private readonly Lock _gate = new();

    /// <summary>Between half and one and a half times <paramref name="span"/>.</summary>
    public TimeSpan Around(TimeSpan span)
    {
        lock (_gate)
            return span * (0.5 + random.NextDouble());
    }
}
