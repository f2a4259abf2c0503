using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending.Halt;

/// <summary>
/// Staff stop an issue: stored first, then carried out by whichever process comes by, this one to begin with.
/// </summary>
internal sealed class IssueStopping(
    SendingLedger ledger,
    Agenda agenda,
    SendingHalt halt,
    RequestBook book,
    IssueSteps steps,
    IssueAccounting accounting,
    TimeProvider time
) : IIssueStopping
{
    public async Task<StopAnswer> StopAsync(IssueId id, string by, CancellationToken cancellationToken)
    {
        var issue = await ledger
            .Issue(id)
            .UpdateAsync(
                current =>
                    current is null or { Stop: not null } or { State: IssueState.Finished }
                        ? null
                        : current with
                        {
                            Stop = new StopOrder(time.GetUtcNow(), by),
                        },
                cancellationToken
            );
        if (issue is null)
            return new StopAnswer(StopResult.Unknown, null);
        // What another storage may have staged cannot be withdrawn from this one, nor called stopped.
        var standstill = await halt.IsActiveAsync(cancellationToken);
        if (issue.Value.State == IssueState.Planning)
            return new StopAnswer(standstill ? StopResult.Standstill : StopResult.Stopped, null);
        if (issue.Value.State == IssueState.Planned)
        {
            await agenda.BumpAsync(id, cancellationToken);
            if (!standstill)
                await steps.StepsAsync(id, cancellationToken);
        }
        var view =
            await IssueView.ReadAsync(ledger, book, id, cancellationToken)
            ?? throw new InvalidOperationException($"Issue {id} vanished.");
        var account = view.Issue.Value.Account ?? await accounting.CountAsync(view, cancellationToken);
        var result = Judge(view, account);
        return new StopAnswer(standstill && result == StopResult.Stopping ? StopResult.Standstill : result, account);
    }

    private static StopResult Judge(IssueView view, IssueAccount account)
    {
        var states = view.Issue.Value.Waves.Select(w => view.Waves.GetValueOrDefault(w.Number)?.Value.State).ToList();
        if (account.KeptFromAll)
            return StopResult.Stopped;
        return states.Any(s =>
            s is null or WaveState.New or WaveState.Open or WaveState.Closing or WaveState.Cancelling
        )
            ? StopResult.Stopping
            : StopResult.TooLate;
    }
}
