using System.Security.Cryptography;

namespace FunctionsPipeline.LocalHost.Hosting;

/// <summary>
/// Waits that double up to a limit, each shortened by up to a third, so that hosts that failed together do not retry
/// together.
/// </summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private int _taken;

    public bool HasBegun => _taken > 0;

    public TimeSpan Next()
    {
        var full = Math.Min(longest.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(_taken++, 20)));
        return TimeSpan.FromMilliseconds(full * (1 - RandomNumberGenerator.GetInt32(0, 333) / 1000.0));
    }

    public void Reset() => _taken = 0;
}
