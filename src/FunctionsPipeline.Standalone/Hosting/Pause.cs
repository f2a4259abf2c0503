namespace FunctionsPipeline.Standalone.Hosting;

internal static class Pause
{
    /// <summary>Waits, and returns early, without throwing, when <paramref name="stop"/> is cancelled.</summary>
    public static async Task ForAsync(TimeSpan span, TimeProvider time, CancellationToken stop)
        => await Task.Delay(span, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
