using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>Waits for more changes while they keep coming.</summary>
public sealed class ChangeGathering(IBlobStore store, SiteRebuildOptions options, TimeProvider time)
{
    /// <summary>
    /// The changes that wait; more of them while they keep coming: a thousand drops cause a few rebuilds, not a
    /// thousand.
    /// </summary>
    internal async Task<WaitingChanges> GatherAsync(CancellationToken cancellationToken)
    {
        var log = new ChangeLog(store);
        var since = time.GetTimestamp();
        var waiting = await log.ReadAsync(cancellationToken);
        while (
            waiting.Marks.Count > 1
            && options.Settle > TimeSpan.Zero
            && time.GetElapsedTime(since) < options.SettleAtMost
        )
        {
            var seen = waiting.Marks.Count;
            await Task.Delay(options.Settle, time, cancellationToken);
            waiting = await log.ReadAsync(cancellationToken);
            if (waiting.Marks.Count == seen)
                break;
        }
        return waiting;
    }
}
