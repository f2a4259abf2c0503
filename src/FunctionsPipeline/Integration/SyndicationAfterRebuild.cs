using FunctionsPipeline.Catalog;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Syndication;

namespace FunctionsPipeline.Integration;

/// <summary>Queues syndication, and the end of copies, after the site has been rebuilt.</summary>
internal sealed class SyndicationAfterRebuild(SyndicationRequests requests) : ISiteFollower
{
    public Task FollowAsync(IReadOnlyList<CatalogEntry> entries, CancellationToken cancellationToken) =>
        // What came from a feed is at home elsewhere. Carried to the site that it came from, it would come back as new.
        requests.AskAsync([.. entries.Where(e => e.Home is null)], cancellationToken);
}
