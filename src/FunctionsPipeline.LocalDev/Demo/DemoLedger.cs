using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>What the demo cannot see from outside, because only staff see it, on a page: the account of an issue.</summary>
public sealed class DemoLedger(ISendingReader sending, IAudience audience)
{
    /// <param name="issue">Its id.</param>
    /// <returns>Null until it is planned.</returns>
    public async Task<DemoAccount?> AccountAsync(string issue, CancellationToken cancellationToken)
    {
        if (
            !IssueId.TryParse(issue, out var id)
            || await sending.FindAsync(id, cancellationToken) is not { State: not IssueState.Planning } record
            || await sending.AccountAsync(id, cancellationToken) is not { } account
        )
            return null;
        DemoFigure[] outcomes =
        [
            new("delivered", account.Delivered),
            new("bounced", account.Bounced),
            new("dropped", account.Dropped),
            new("refused", account.Refused),
            new("withdrawn", account.Withdrawn),
            new("stopped", account.Stopped),
            new("uncertain", account.Uncertain),
            new("pending", account.Pending),
            new("unreported", account.Unreported),
        ];
        return new DemoAccount(
            record.Subject,
            record.Due,
            new DemoAudience(account.Candidates, Words(account.Excluded), account.Recipients),
            [.. outcomes.Where(o => o.People > 0)],
            account.Pending,
            account.AddsUp
        );
    }

    /// <summary>The people who would get the newsletter's next issue at that time.</summary>
    public async Task<DemoAudience> AudienceAsync(
        string newsletter,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var excluded = new Dictionary<Exclusion, int>();
        var recipients = 0;
        await foreach (
            var candidate in audience.EnumerateAsync(new AudienceQuery(newsletter, at, []), cancellationToken)
        )
        {
            if (candidate.Excluded is { } reason)
                excluded[reason] = excluded.GetValueOrDefault(reason) + 1;
            else
                recipients++;
        }
        return new DemoAudience(recipients + excluded.Values.Sum(), Words(excluded), recipients);
    }

    private static DemoFigure[] Words(IReadOnlyDictionary<Exclusion, int> excluded) =>
        [.. excluded.Where(e => e.Value > 0).OrderBy(e => e.Key).Select(e => new DemoFigure(Word(e.Key), e.Value))];

    private static string Word(Exclusion reason) =>
        reason switch
        {
            Exclusion.Pending => "not confirmed",
            Exclusion.Unsubscribed => "unsubscribed",
            Exclusion.Bounced => "bounced",
            Exclusion.Complained => "complained",
            Exclusion.Erased => "erased",
            Exclusion.ConsentExpired => "without consent any more",
            Exclusion.Paused => "paused",
            _ => "with other choices",
        };
}

/// <summary>All who ever asked for a newsletter, and why some get nothing.</summary>
/// <param name="Excluded">By reason, in words; reasons of which there are none are left out.</param>
public sealed record DemoAudience(int Candidates, IReadOnlyList<DemoFigure> Excluded, int Recipients);

/// <summary>An issue's account.</summary>
/// <param name="Outcomes">The recipients by class, in words; empty classes are left out.</param>
/// <param name="Pending">How many of them may still change.</param>
/// <param name="AddsUp">By the ledger's own judgement.</param>
public sealed record DemoAccount(
    string Subject,
    DateTimeOffset Due,
    DemoAudience Audience,
    IReadOnlyList<DemoFigure> Outcomes,
    int Pending,
    bool AddsUp
);

/// <summary>So many people.</summary>
public sealed record DemoFigure(string What, int People);
