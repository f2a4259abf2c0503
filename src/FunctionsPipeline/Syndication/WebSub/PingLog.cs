using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Syndication.WebSub;

/// <summary>
/// Which feeds a hub was pinged for since the site was last rebuilt: a thousand articles that went live together are a
/// thousand messages, but one change of each feed. Only ever saves pings; losing it costs some.
/// </summary>
internal sealed class PingLog(IBlobStore store, string target, string round)
{
    /// <summary>Keeps the blob small; beyond it feeds are pinged more than once.</summary>
    private const int MaxFeeds = 500;

    private readonly JsonDocument<PingedFeeds> _pinged = new(
        store,
        new BlobPath(Containers.State, $"syndication/_targets/{target}.pings.json"),
        SyndicationJson.Compact.PingedFeeds
    );

    public async Task<IReadOnlyList<string>> NotYetAsync(IEnumerable<string> feeds, CancellationToken cancellationToken)
    {
        var pinged = (await _pinged.ReadAsync(cancellationToken))?.Value;
        return
        [
            .. feeds.Except(round.Length > 0 && pinged?.Round == round ? pinged.Feeds : [], StringComparer.Ordinal),
        ];
    }

    public async Task AddAsync(string feed, CancellationToken cancellationToken)
    {
        var stored = await _pinged.ReadAsync(cancellationToken);
        var feeds = stored?.Value.Round == round ? stored.Value.Feeds : [];
        if (round.Length == 0 || feeds.Count >= MaxFeeds || feeds.Contains(feed, StringComparer.Ordinal))
            return;
        // If another wrote at the same time, one of the two pings is forgotten and may be repeated.
        await _pinged.SwapAsync(stored, new PingedFeeds(round, [.. feeds, feed]), cancellationToken);
    }
}

/// <summary>Feeds that were pinged for one rebuild of the site.</summary>
internal sealed record PingedFeeds(string Round, IReadOnlyList<string> Feeds);
