using FunctionsPipeline.LocalDev.Demo;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Functions.Hosts;

/// <summary>Answers the demo from the ledger itself.</summary>
internal sealed class DemoLedger(ISending sending, IAudience audience) : IDemoLedger
{
    public async Task<DemoAccount?> AccountAsync(string issue, CancellationToken cancellationToken)
    {
        if (!IssueId.TryParse(issue, out var id)
            || await sending.FindAsync(id, cancellationToken) is not { State: not IssueState.Planning } record
            || await sending.AccountAsync(id, cancellationToken) is not { } account)
            return null;
        DemoFigure[] outcomes =
        [
            new("delivered", account.Delivered), new("bounced", account.Bounced), new("dropped", account.Dropped), new("refused", account.Refused),
            new("withdrawn", account.Withdrawn), new("stopped", account.Stopped), new("uncertain", account.Uncertain),
            new("pending", account.Pending), new("unreported", account.Unreported),
        ];
        return new DemoAccount(
            record.Subject, record.Due, new DemoAudience(account.Candidates, Words(account.Excluded), account.Recipients),
            [.. outcomes.Where(o => o.People > 0)], account.Pending, account.AddsUp);
    }

    public async Task<DemoAudience> AudienceAsync(string newsletter, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var excluded = new Dictionary<Exclusion, int>();
        var recipients = 0;
        await foreach (var candidate in audience.EnumerateAsync(new AudienceQuery(newsletter, at, []), cancellationToken))
        {
            if (candidate.Excluded is { } reason)
                excluded[reason] = excluded.GetValueOrDefault(reason) + 1;
            else
                recipients++;
        }
        return new DemoAudience(recipients + excluded.Values.Sum(), Words(excluded), recipients);
    }

    private static DemoFigure[] Words(IReadOnlyDictionary<Exclusion, int> excluded)
        => [.. excluded.Where(e => e.Value > 0).OrderBy(e => e.Key).Select(e => new DemoFigure(Word(e.Key), e.Value))];

    private static string Word(Exclusion reason) => reason switch
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
