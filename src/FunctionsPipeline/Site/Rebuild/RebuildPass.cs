using FunctionsPipeline.Articles;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>
/// Gathers the changes that wait, lets the site show them, and hands them to the features that follow. Only the holder of
/// the lease runs it.
/// </summary>
public sealed partial class RebuildPass(
    IBlobStore store,
    ISiteSettingsSource settings,
    IThemeSource themes,
    ChangeGathering gathering,
    IEnumerable<ISiteFollower> followers,
    IEnumerable<IMissingPages> missingPages,
    ILogger<RebuildPass> logger
)
{
    /// <returns>What was done.</returns>
    public async Task<RebuildResult> RunAsync(CancellationToken cancellationToken)
    {
        var waiting = await gathering.GatherAsync(cancellationToken);
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
