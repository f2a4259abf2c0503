using System.Text.Json;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Sending.Accounting;

/// <summary>
/// Folds stored events into outcomes and suppressions, as often as it takes: the same events twice, or in any order, give
/// the same outcome (rule S10).
/// </summary>
public interface IEventFold
{
    /// <summary>Takes one message of queue <c>events</c>.</summary>
    /// <exception cref="JsonException">Not such a message, or not a list of events.</exception>
    /// <exception cref="StorageException">Storage did not answer: the message may come again.</exception>
    Task FoldAsync(string message, CancellationToken cancellationToken);
}

internal sealed partial class EventFold(
    SendingLedger ledger,
    FrozenIssueStore frozen,
    SendingHalt halt,
    IMailEventReader reader,
    ISuppression suppression,
    IEnumerable<IMessageOutcomes> messages,
    ILogger<EventFold> logger
) : IEventFold
{
    public async Task FoldAsync(string message, CancellationToken cancellationToken)
    {
        var hint =
            JsonSerializer.Deserialize(message, SendingJson.Compact.FoldHint)
            ?? throw new JsonException("An empty hint.");
        if (await ledger.Store.ReadAsync(SendingPaths.At(hint.Blob), cancellationToken) is not { } blob)
            return;
        var events = reader.Read(blob.Content);
        // Suppression first: it is what must not wait, and it may be repeated.
        foreach (var e in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await SuppressAsync(e, cancellationToken);
        }

        var single = events.Where(e => e is { IssueId: null, MessageId: not null }).ToList();
        foreach (var outcomes in single.Count == 0 ? [] : messages)
            await outcomes.FoldAsync(single, cancellationToken);
        foreach (var issue in events.GroupBy(e => e.IssueId, StringComparer.Ordinal))
        {
            if (issue.Key is not null)
                await FoldIssueAsync(issue.Key, issue, cancellationToken);
        }
    }

    private async Task FoldIssueAsync(
        string issueId,
        IEnumerable<MailEvent> events,
        CancellationToken cancellationToken
    )
    {
        if (!IssueId.TryParse(issueId, out var id) || await frozen.FindAsync(id, cancellationToken) is not { } issue)
        {
            LogUnknownIssue();
            if (await IsOfLostCopyAsync(issueId, cancellationToken))
                return;
            await halt.HaltAsync(
                HaltReason.UnknownIssue,
                "An event names an issue that this ledger does not know: another copy may be sending.",
                cancellationToken
            );
            return;
        }
        foreach (var request in events.GroupBy(e => e.RequestId, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (SendingPaths.TryParseRequestId(request.Key, out var number) && number <= issue.Issue.Requests.Count)
                await FoldRequestAsync(issue, number, [.. request], cancellationToken);
        }
    }

    /// <summary>
    /// Anyone who adopted this storage knew that another had been sending until then: what still comes of those issues,
    /// such as a complaint days later, is no news and must not stop all sending again.
    /// </summary>
    private async Task<bool> IsOfLostCopyAsync(string issueId, CancellationToken cancellationToken) =>
        IssueId.TryParse(issueId, out var id)
        && id.Slot is { } slot
        && SendTimes.MayHaveGoneElsewhere(slot, (await halt.ReadAsync(cancellationToken))?.CopyAdoptedAt);

    private async Task FoldRequestAsync(
        FrozenIssue issue,
        int number,
        IReadOnlyList<MailEvent> events,
        CancellationToken cancellationToken
    )
    {
        OutcomeRecord? folded = null;
        await ledger
            .Outcome(issue.Issue.Id, number)
            .UpdateAsync(current => folded = Outcomes.Fold(current, events), cancellationToken);
        if (
            folded is not null
            && Outcomes.GotItTwice(folded)
            && !await WasDecidedAsync(issue.Issue.Id, number, cancellationToken)
        )
            await halt.HaltAsync(
                HaltReason.CancelNotHonoured,
                $"Issue {issue.Issue.Id}, request {number}: delivered in a generation whose cancel was confirmed, and again.",
                cancellationToken
            );
    }

    /// <summary>A person planned it again, knowing that some might get it twice.</summary>
    private async Task<bool> WasDecidedAsync(IssueId id, int number, CancellationToken cancellationToken) =>
        (await ledger.Request(id, number).ReadAsync(cancellationToken))?.Value.Decision is not null;

    private async Task SuppressAsync(MailEvent e, CancellationToken cancellationToken)
    {
        if (!SubscriberId.TryParse(e.RecipientId, out var id))
            return;
        if (e.Kind == MailEventKind.SoftBounced)
        {
            // Without an id of its own, an event is known by its message.
            await suppression.CountSoftBounceAsync(
                id,
                e.EventId ?? $"{e.IssueId}/{e.RequestId}/{e.Gen}/{e.MessageId}",
                e.At,
                cancellationToken
            );
            return;
        }
        SuppressionReason? reason = e.Kind switch
        {
            MailEventKind.Bounced => SuppressionReason.Bounced,
            MailEventKind.Complained => SuppressionReason.Complained,
            MailEventKind.Unsubscribed => SuppressionReason.Unsubscribed,
            _ => null,
        };
        if (reason is { } r)
            await suppression.SuppressAsync(id, r, e.At, null, cancellationToken);
    }

    [LoggerMessage(30, LogLevel.Critical, "An event names an issue that this ledger does not know")]
    private partial void LogUnknownIssue();
}
