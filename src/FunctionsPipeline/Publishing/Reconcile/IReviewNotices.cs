using FunctionsPipeline.Catalog;

namespace FunctionsPipeline.Publishing.Reconcile;

/// <summary>Tells staff that live articles are to be looked at again. Without an implementation, no one is told.</summary>
public interface IReviewNotices
{
    /// <summary>Tells once for each day on which an article comes due. Safe to repeat.</summary>
    /// <param name="due">All articles whose <c>reviewBy</c> day has come, the longest overdue first; at least one.</param>
    Task DueAsync(IReadOnlyList<CatalogEntry> due, CancellationToken cancellationToken);
}
