using FunctionsPipeline.Articles;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;
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
    ISiteSettingsSource settings,
    IThemeSource themes,
    TimeProvider time,
    IEnumerable<ISiteFollower> followers,
    IEnumerable<IMissingPages> missingPages,
    SiteRebuildOptions options,
    ILogger<SiteRebuild> logger
)
{
    private int _asked;

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
            return await RoundAsync(lease.Lost);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StorageException("The rebuild lost its lease half-way.", e);
        }
    }

    private async Task<RebuildResult> RoundAsync(CancellationToken cancellationToken)
    {
        var waiting = await GatherAsync(cancellationToken);
        var round = new RebuildRound(
            store,
            await settings.GetAsync(cancellationToken),
            await themes.GetAsync(cancellationToken)
        );
        if (!await round.RunAsync(waiting, FollowAsync, cancellationToken))
            return RebuildResult.Nothing;
        LogTold(round.Result.Articles, round.Result.Files);
        foreach (var slug in round.Damaged)
            LogDamaged(slug);
        foreach (var entry in round.Missing)
        {
            LogMissing(entry.Slug);
            foreach (var pages in missingPages)
                await pages.RestoreAsync(entry, cancellationToken);
        }
        return round.Result;
    }

    /// <summary>
    /// The changes that wait; more of them while they keep coming: a thousand drops cause a few rebuilds, not a
    /// thousand.
    /// </summary>
    private async Task<WaitingChanges> GatherAsync(CancellationToken cancellationToken)
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

    private async Task FollowAsync(IReadOnlyList<CatalogEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return;
        foreach (var follower in followers)
            await follower.FollowAsync(entries, cancellationToken);
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "The site tells of {Articles} changed articles; {Files} files were written."
    )]
    private partial void LogTold(int articles, int files);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Another rebuild is at work and will find the change.")]
    private partial void LogBusy();

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The catalog entry of {Slug} cannot be read; the site keeps what it has. Drop the article again."
    )]
    private partial void LogDamaged(Slug slug);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The page of {Slug} is missing; it is published again and left out until then."
    )]
    private partial void LogMissing(string slug);
}
