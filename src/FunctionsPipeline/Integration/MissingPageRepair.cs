using FunctionsPipeline.Catalog;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.Site.Rebuild;

namespace FunctionsPipeline.Integration;

/// <summary>A page that the site misses is made again from its source.</summary>
internal sealed class MissingPageRepair(ISourcePublishing publishing) : IMissingPages
{
    public Task RestoreAsync(CatalogEntry entry, CancellationToken cancellationToken) =>
        publishing.PublishAsync(entry.Source, cancellationToken);
}
