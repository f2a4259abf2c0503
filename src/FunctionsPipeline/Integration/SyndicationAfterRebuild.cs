using FunctionsPipeline.Catalog;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Syndication;

namespace FunctionsPipeline.Integration;

/// <summary>Queues syndication, and the end of copies, after the site has been rebuilt.</summary>
internal sealed class SyndicationAfterRebuild(SyndicationRequests requests) : ISiteFollower
{
    public Task FollowAsync(IReadOnlyList<CatalogEntry> entries, CancellationToken cancellationToken) =>
        requests.AskAsync(entries, cancellationToken);
}
