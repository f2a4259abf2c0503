using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>
/// What became of the mails of welcome series. Outcomes only move forward, so that events may come twice and in any order; any
/// event of a mail proves that it went (rule W4).
/// </summary>
internal sealed class WelcomeOutcomes(WelcomeLedger ledger, WelcomeCounts counts) : IMessageOutcomes
{
    public async Task FoldAsync(IReadOnlyList<MailEvent> events, CancellationToken cancellationToken)
    {
        foreach (var e in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (
                WelcomePosting.ReadMessageId(e.MessageId) is var (newsletter, key)
                && SubscriberId.TryParse(e.RecipientId, out var id)
            )
                await FoldAsync(newsletter, key, id, e, cancellationToken);
        }
    }

    private async Task FoldAsync(
        string newsletter,
        string key,
        SubscriberId id,
        MailEvent e,
        CancellationToken cancellationToken
    )
    {
        StepRecord? proven = null;
        var document = ledger.Entry(id, newsletter);
        if (await document.ReadAsync(cancellationToken) is not { Value: var entry } || Of(entry, key) is not { } before)
            return;
        // Counted before the entry says it: afterwards a repeat would find nothing new.
        foreach (var what in Moves(before.Outcome, Further(before.Outcome, e)))
            await counts.MarkAsync(newsletter, key, what, id, before.At, cancellationToken);
        await document.UpdateAsync(
            current =>
            {
                proven = null;
                if (current is null || Of(current, key) is not { } step)
                    return null;
                // The event may be faster than the answer to the call.
                var isProof = step.State is StepState.Uncertain or StepState.Sending;
                var after = step with
                {
                    Outcome = Further(step.Outcome, e),
                    State = isProof ? StepState.Sent : step.State,
                    Until = isProof ? null : step.Until,
                };
                proven = isProof ? after : null;
                return after == step
                    ? null
                    : current with
                    {
                        Steps = [.. current.Steps.Select(s => s == step ? after : s)],
                    };
            },
            cancellationToken
        );
        if (proven is not null || before.State == StepState.Sent)
            await ledger.DeleteAsync(new UncertainStep(newsletter, key, id), cancellationToken);
        if (proven is not null)
            await counts.MarkAsync(newsletter, key, WelcomeCount.Sent, id, proven.At, cancellationToken);
    }

    private static StepRecord? Of(WelcomeEntry entry, string key) =>
        entry.Steps.FirstOrDefault(s => StepKey.Of(s.File) == key);

    private static MailEventKind Further(MailEventKind? known, MailEvent e)
    {
        var told = OutcomeOf(e.Kind);
        return RankOf(told) > RankOf(known) ? told : known!.Value;
    }

    /// <summary>What is counted when an outcome takes another's place: the classes must add up.</summary>
    private static IEnumerable<WelcomeCount> Moves(MailEventKind? from, MailEventKind to)
    {
        if (from == to)
            yield break;
        if (from == MailEventKind.Delivered)
            yield return WelcomeCount.DeliveredNoMore;
        if (from == MailEventKind.Dropped)
            yield return WelcomeCount.DroppedNoMore;
        if (to == MailEventKind.Delivered)
            yield return WelcomeCount.Delivered;
        if (to == MailEventKind.Dropped)
            yield return WelcomeCount.Dropped;
        if (to == MailEventKind.Bounced)
            yield return WelcomeCount.Bounced;
    }

    /// <summary>As for issues: a person who opens, clicks or complains has the message.</summary>
    private static MailEventKind OutcomeOf(MailEventKind kind) =>
        kind switch
        {
            MailEventKind.Processed or MailEventKind.Deferred or MailEventKind.Dropped => kind,
            MailEventKind.Bounced or MailEventKind.Blocked or MailEventKind.SoftBounced => MailEventKind.Bounced,
            _ => MailEventKind.Delivered,
        };

    /// <summary>A later one outweighs (rule S10).</summary>
    private static int RankOf(MailEventKind? kind) =>
        kind switch
        {
            MailEventKind.Processed => 1,
            MailEventKind.Deferred => 2,
            MailEventKind.Dropped => 3,
            MailEventKind.Delivered => 4,
            MailEventKind.Bounced => 5,
            _ => 0,
        };
}
