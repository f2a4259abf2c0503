using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Takes one issue from its reservation to a frozen plan, from wherever an earlier try stopped.</summary>
internal sealed partial class IssuePlanner(
    Reservations reservations,
    NewArticles articles,
    IssueDrafting drafting,
    ISendingReader sending,
    BrowserPages pages,
    StaffOutbox staff,
    ILogger<IssuePlanner> logger
)
{
    /// <summary>Reserves an issue and plans it.</summary>
    /// <param name="read">The progress, without a reservation.</param>
    public async Task<Answer<IssueId>> PlanAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        IssueToPlan issue,
        CancellationToken cancellationToken
    )
    {
        if (await reservations.MakeAsync(newsletter, read, issue, cancellationToken) is not { } reserved)
            return new Refusal("Another person is planning this newsletter; try again.");
        if (await CompleteAsync(site, newsletter, reserved, cancellationToken) is { } refusal)
            return refusal;
        return reserved.Value.Reserved!.Issue;
    }

    /// <summary>Plans the reserved issue.</summary>
    /// <param name="read">The progress with the reservation.</param>
    /// <returns>Why it could not be planned now; null if it was, or if nothing is left to plan.</returns>
    public async Task<Refusal?> CompleteAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        CancellationToken cancellationToken
    )
    {
        var planned = await FindPlannedAsync(read.Value.Reserved!.Issue, cancellationToken);
        if (planned is null)
        {
            var (renewed, refusal) = await reservations.RenewAsync(newsletter, read, cancellationToken);
            if (renewed is null)
                return refusal;
            read = renewed;
            var reserved = read.Value.Reserved!;
            var entries = await articles.ReadAsync(reserved.Articles, cancellationToken);
            if (entries.Count == 0)
            {
                LogNothingLeft(reserved.Issue);
                await reservations.DropAsync(read, cancellationToken);
                return null;
            }
            var answer = await drafting.FreezeAsync(site, newsletter, read.Value, entries, cancellationToken);
            if (answer.Refusal is { } refused)
            {
                await staff.NotifyAsync(
                    StaffNotice.NotPlanned(reserved.Issue, newsletter.Name, refused),
                    cancellationToken
                );
                return refused;
            }
            planned = answer.Value;
        }
        var content =
            await sending.ContentAsync(planned.Id, cancellationToken)
            ?? throw new StorageException($"The content of issue {planned.Id} is not there although it is planned.");
        // Anyone who won may have composed it a moment earlier or later: the page shows what is mailed.
        await pages.PublishAsync(
            site,
            newsletter,
            IssueUrls.SlotOf(newsletter, planned.Id),
            content,
            cancellationToken
        );
        await reservations.FoldAsync(newsletter, read, planned, cancellationToken);
        LogPlanned(planned.Id, planned.Recipients, planned.Articles.Count);
        return null;
    }

    private async Task<IssueRecord?> FindPlannedAsync(IssueId id, CancellationToken cancellationToken) =>
        await sending.FindAsync(id, cancellationToken) is { State: not IssueState.Planning } planned ? planned : null;

    [LoggerMessage(LogLevel.Information, "Issue {Issue} is planned: {Recipients} recipients, {Articles} articles")]
    private partial void LogPlanned(IssueId issue, int recipients, int articles);

    [LoggerMessage(LogLevel.Information, "Issue {Issue} is not planned: its articles are no longer there")]
    private partial void LogNothingLeft(IssueId issue);
}
