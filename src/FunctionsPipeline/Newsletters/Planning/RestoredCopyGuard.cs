using FunctionsPipeline.Catalog;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>
/// What may have gone from the storage that this one is a copy of. It is never planned by itself: a second mail to everyone
/// is worse than one that a person has to ask for.
/// </summary>
internal sealed class RestoredCopyGuard(ISendingReader sending, StaffOutbox staff)
{
    /// <summary>
    /// True for a slot of which the other storage may have handed the mail to the provider before it was given up.
    /// </summary>
    public async Task<bool> MayHaveSentAsync(DateTimeOffset slot, CancellationToken cancellationToken) =>
        SendTimes.MayHaveGoneElsewhere(slot, await sending.CopyAdoptedAtAsync(cancellationToken));

    /// <summary>
    /// True for what was reserved before this storage was adopted: the other one may have planned the same.
    /// </summary>
    public async Task<bool> MayHavePlannedAsync(Reservation reserved, CancellationToken cancellationToken) =>
        reserved.At < await sending.CopyAdoptedAtAsync(cancellationToken);

    /// <param name="articles">Those that no later issue carries by itself.</param>
    public Task NotifyAsync(
        IssueId issue,
        NewsletterSettings newsletter,
        IReadOnlyList<CatalogEntry> articles,
        CancellationToken cancellationToken
    ) =>
        staff.NotifyAsync(
            StaffNotice.MayHaveGone(
                issue,
                newsletter.Name,
                string.Join(
                    ' ',
                    ["fp issues plan", newsletter.Id, .. articles.Select(a => "--article " + a.Slug), "--yes"]
                )
            ),
            cancellationToken
        );
}
