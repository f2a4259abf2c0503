using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>
/// Brings the site up to date with the catalog: index pages, feeds, sitemap, search. One at a time over all instances;
/// a process that finds the lease taken returns, because its holder re-checks for new work before it releases the lease.
/// </summary>
public sealed partial class SiteRebuild(
    IBlobStore store,
    RebuildPass pass,
    TimeProvider time,
    ILogger<SiteRebuild> logger
) : IHousekeepingTask
{
    private int _asked;

    /// <summary>
    /// As housekeeping, it shows what a lost message or a dead instance has left, and notices a new look or new settings.
    /// </summary>
    string IHousekeepingTask.Name => "rebuild-site";

    Task IHousekeepingTask.RunAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);

    /// <summary>Tells every change that waits. Cheap when none does.</summary>
    /// <returns>What was done; nothing also if another rebuild is at work.</returns>
    /// <exception cref="StorageException">Storage failed half-way, or the lease was lost: run it again.</exception>
    public async Task<RebuildResult> RunAsync(CancellationToken cancellationToken)
    {
        // Within one process, no lease is requested in vain: the running rebuild re-checks if another call came in the
        // meantime.
        if (Interlocked.Increment(ref _asked) > 1)
            return RebuildResult.Nothing;
        try
        {
            var total = RebuildResult.Nothing;
            while (true)
            {
                var asked = Volatile.Read(ref _asked);
                var result = await TryRoundAsync(cancellationToken);
                if (result is not null)
                    total = new RebuildResult(total.Articles + result.Articles, total.Files + result.Files);
                // Looked for after the lease was given back, for the instances that found it busy.
                var more = result is not null && (await new ChangeLog(store).ReadAsync(cancellationToken)).Any;
                if (!more && Interlocked.CompareExchange(ref _asked, 0, asked) == asked)
                    return total;
            }
        }
        catch
        {
            // The caller's message is delivered again, and then finds the other changes too.
            Volatile.Write(ref _asked, 0);
            throw;
        }
    }

    /// <returns>What was done; null if another instance is at work.</returns>
    private async Task<RebuildResult?> TryRoundAsync(CancellationToken cancellationToken)
    {
        await using var lease = await LeaseKeeper.TryTakeAsync(
            store,
            SiteState.Lock,
            LeaseKeeper.LongestDuration,
            time,
            cancellationToken
        );
        if (lease is null)
        {
            LogBusy();
            return null;
        }
        try
        {
            return await pass.RunAsync(lease.Lost);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StorageException("The rebuild lost its lease half-way.", e);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Another rebuild is at work and will find the change.")]
    private partial void LogBusy();
}
