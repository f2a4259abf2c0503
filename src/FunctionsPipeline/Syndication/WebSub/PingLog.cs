using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Syndication.WebSub;

/// <summary>
/// Which feeds a hub has been told of since the site was last rebuilt: a thousand articles that went live together are a
/// thousand messages, but one change of each feed. Only ever saves pings; losing it costs some.
/// </summary>
internal sealed class PingLog(IBlobStore store, string target, string round)
{
    /// <summary>Keeps the blob small; beyond it feeds are told more than once.</summary>
    private const int MaxFeeds = 500;

    private static readonly PingedFeeds Nothing = new("", []);

    private BlobPath Path => new(Containers.Newsletter, $"syndication/_targets/{target}.pings.json");

    public async Task<IReadOnlyList<string>> NotYetAsync(IEnumerable<string> feeds, CancellationToken cancellationToken)
    {
        var pinged = await ReadAsync(cancellationToken);
        return
        [
            .. feeds.Except(
                pinged.Value.Round == round && round.Length > 0 ? pinged.Value.Feeds : [],
                StringComparer.Ordinal
            ),
        ];
    }

    public async Task AddAsync(string feed, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(cancellationToken);
        var feeds = stored.Value.Round == round ? stored.Value.Feeds : [];
        if (round.Length == 0 || feeds.Count >= MaxFeeds || feeds.Contains(feed, StringComparer.Ordinal))
            return;
        // If another wrote at the same time, one of the two pings is forgotten and may be repeated.
        await store.WriteJsonAsync(
            Path,
            new PingedFeeds(round, [.. feeds, feed]),
            SyndicationJson.Compact.PingedFeeds,
            stored.ETag.Length == 0 ? WriteCondition.IfAbsent : WriteCondition.IfMatch(stored.ETag),
            cancellationToken
        );
    }

    private async Task<Stored<PingedFeeds>> ReadAsync(CancellationToken cancellationToken) =>
        await store.ReadJsonAsync(Path, SyndicationJson.Compact.PingedFeeds, cancellationToken)
        ?? new Stored<PingedFeeds>(Nothing, "");
}

/// <summary>Feeds that were pinged for one rebuild of the site.</summary>
internal sealed record PingedFeeds(string Round, IReadOnlyList<string> Feeds);
