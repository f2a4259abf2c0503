using System.Globalization;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Publishing.Reconcile;

namespace FunctionsPipeline.Integration;

/// <summary>Articles that are due for a review are told to staff by mail.</summary>
internal sealed class ReviewMails(StaffOutbox outbox) : IReviewNotices
{
    /// <summary>A mail of hundreds of lines is read by no one; the report has all of them.</summary>
    private const int MostListed = 20;

    public Task DueAsync(IReadOnlyList<CatalogEntry> due, CancellationToken cancellationToken) =>
        outbox.NotifyAsync(
            StaffNotice.ReviewsDue(
                due.Max(e => e.ReviewBy!.Value),
                due.Count,
                [
                    .. due.Take(MostListed)
                        .Select(e => new StaffFact(
                            e.ReviewBy!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                            e.Title
                        )),
                ]
            ),
            cancellationToken
        );
}
