using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication.Copies;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Syndication;

/// <summary>
/// Asks that articles be carried further, or that the copies of articles that went off the site be taken away: one message
/// for each article and target.
/// </summary>
public sealed class SyndicationRequests(
    IBlobStore store,
    IMessageQueue queue,
    ISiteSettingsSource settings,
    SyndicationOptions options,
    TimeProvider time
)
{
    private const int AtATime = 16;

    private readonly TargetRecords _records = new(store, time);

    /// <summary>Call after the site shows them, or shows them no more. Repeating it has no further effect.</summary>
    public async Task AskAsync(IReadOnlyList<CatalogEntry> articles, CancellationToken cancellationToken)
    {
        var targets = (await settings.GetAsync(cancellationToken)).Targets;
        if (targets.Count == 0)
            return;
        var round = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var requests = new List<SyndicationRequest>();
        foreach (var target in targets)
        {
            var since = (await _records.SeeAsync(target.Name, cancellationToken)).Since;
            requests.AddRange(
                articles
                    .Where(a => Concerns(target, a) && IsWorthAMessage(a, since))
                    .Select(a => new SyndicationRequest(a.Slug, target.Name, round))
            );
        }
        var atATime = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            requests,
            atATime,
            async (request, token) => await SendAsync(queue, request, TimeSpan.Zero, token)
        );
        await Parallel.ForEachAsync(
            articles.Where(WasOnSite),
            atATime,
            async (article, token) => await AskForEndAsync(article, targets, round, token)
        );
    }

    /// <summary>
    /// A person asks: what failed is tried again, an article older than the target is carried after all, and the copy of an
    /// article that is off the site is taken away at once.
    /// </summary>
    /// <returns>False if there is no such target, or neither such an article on the site nor a copy of it.</returns>
    public async Task<bool> AskAgainAsync(Slug slug, string target, CancellationToken cancellationToken)
    {
        if (
            !(await settings.GetAsync(cancellationToken)).Targets.Any(t => t.Name == target)
            || await new CatalogStore(store).FindAsync(slug, cancellationToken) is not { } article
        )
            return false;
        var isOff = article.Status != CatalogStatus.Published;
        if (isOff && await store.StatAsync(CopyRecord.BlobOf(slug.Value, target), cancellationToken) is null)
            return false;
        await SendAsync(
            queue,
            new SyndicationRequest(
                slug.Value,
                target,
                Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
                Again: true,
                Withdraw: isOff
            ),
            TimeSpan.Zero,
            cancellationToken
        );
        return true;
    }

    internal static Task SendAsync(
        IMessageQueue queue,
        SyndicationRequest request,
        TimeSpan visibleAfter,
        CancellationToken cancellationToken
    ) =>
        queue.SendAsync(
            Queues.Syndication,
            JsonSerializer.Serialize(request, SyndicationJson.Compact.SyndicationRequest),
            visibleAfter,
            cancellationToken
        );

    internal static bool Concerns(TargetSettings target, CatalogEntry article) =>
        article.Status == CatalogStatus.Published && Topics.Match(target.Topics, article.Tags);

    /// <summary>
    /// True if the target gets it without a person's asking: it went live since the target is there, and as news.
    /// </summary>
    internal static bool IsNewsFor(CatalogEntry article, DateTimeOffset since) =>
        article.IsNews && (article.FirstPublished ?? article.Date) >= since;

    /// <summary>A draft that never was on the site has no copies to look for.</summary>
    private static bool WasOnSite(CatalogEntry article) =>
        article is { Status: not CatalogStatus.Published, FirstPublished: not null };

    private async Task AskForEndAsync(
        CatalogEntry article,
        IReadOnlyList<TargetSettings> targets,
        string round,
        CancellationToken cancellationToken
    )
    {
        var folder = CopyRecord.FolderOf(article.Slug);
        await foreach (var blob in store.ListAsync(Containers.State, folder, cancellationToken))
        {
            var name = Path.GetFileNameWithoutExtension(blob.Name[folder.Length..]);
            if (targets.Any(t => t.Name == name))
                await SendAsync(
                    queue,
                    new SyndicationRequest(article.Slug, name, round, Withdraw: true),
                    options.WithdrawAfter,
                    cancellationToken
                );
        }
    }

    /// <summary>An old article can have a copy only if a person asked for one; then its changes follow.</summary>
    private static bool IsWorthAMessage(CatalogEntry article, DateTimeOffset since) =>
        IsNewsFor(article, since) || article.Updated >= since;
}
