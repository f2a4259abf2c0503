using FunctionsPipeline.Catalog;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>
/// Acts after the whole site shows a change: syndication, newsletters that are sent immediately, reminders.
/// </summary>
public interface ISiteFollower
{
    /// <summary>
    /// Called when pages, feeds, sitemap and search show these articles, and before the changes are deleted: at
    /// least once for each change, so followers keep a ledger of their own.
    /// </summary>
    /// <param name="entries">
    /// As in the catalog, of any status: what is not <c>Published</c> is not, or no longer, on the site.
    /// </param>
    Task FollowAsync(IReadOnlyList<CatalogEntry> entries, CancellationToken cancellationToken);
}

/// <summary>Makes a page that the catalog promises and the site lacks. Implemented by Publishing.</summary>
public interface IMissingPages
{
    /// <summary>Publishes the article's source again, regardless of the catalog. Records a change when done.</summary>
    Task RestoreAsync(CatalogEntry entry, CancellationToken cancellationToken);
}
