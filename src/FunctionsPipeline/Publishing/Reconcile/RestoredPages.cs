using FunctionsPipeline.Articles;
using FunctionsPipeline.Site.Rebuild;

namespace FunctionsPipeline.Publishing.Reconcile;

/// <summary>A page that the site misses is made again from its source.</summary>
internal sealed class RestoredPages(ISourcePublishing publishing) : IMissingPages
{
    public Task RestoreAsync(CatalogEntry entry, CancellationToken cancellationToken) =>
        publishing.PublishAsync(entry.Source, cancellationToken);
}
