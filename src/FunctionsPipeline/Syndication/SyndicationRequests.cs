using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication.Copies;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Syndication;

/// <summary>Asks that articles be carried further: one message for each article and target.</summary>
public sealed class SyndicationRequests(
    IBlobStore store,
    IMessageQueue queue,
    ISiteSettingsSource settings,
    TimeProvider time
)
{
    private const int AtATime = 16;

    private readonly TargetRecords _records = new(store, time);

    /// <summary>Call after the site shows them. Repeating it has no further effect.</summary>
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
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            requests,
            options,
            async (request, token) => await SendAsync(queue, request, TimeSpan.Zero, token)
        );
    }

    /// <summary>
    /// A person asks: failed copies are tried again, and an article older than the target is carried after all.
    /// </summary>
    /// <returns>False if there is no such article on the site or no such target.</returns>
    public async Task<bool> AskAgainAsync(Slug slug, string target, CancellationToken cancellationToken)
    {
        if (
            !(await settings.GetAsync(cancellationToken)).Targets.Any(t => t.Name == target)
            || await new CatalogStore(store).FindAsync(slug, cancellationToken)
                is not { Status: CatalogStatus.Published }
        )
            return false;
        await SendAsync(
            queue,
            new SyndicationRequest(
                slug.Value,
                target,
                Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
                Again: true
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

    /// <summary>An old article can have a copy only if a person asked for one; then its changes follow.</summary>
    private static bool IsWorthAMessage(CatalogEntry article, DateTimeOffset since) =>
        IsNewsFor(article, since) || article.Updated >= since;
}
