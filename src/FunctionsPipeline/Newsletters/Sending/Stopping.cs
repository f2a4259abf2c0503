namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>Staff stop an issue: stored first, then carried out by whichever process comes by, this one to begin with.</summary>
internal sealed class Stopping(
    Ledger ledger, Agenda agenda, Fence fence, RequestBook book, IssueSteps steps, Accounting accounting, TimeProvider time)
{
    public async Task<StopAnswer> StopAsync(IssueId id, string by, CancellationToken cancellationToken)
    {
        var path = SendingPaths.Issue(id);
        var issue = await ledger.UpdateAsync(
            path,
            current => current is null or { Stop: not null } or { State: IssueState.Finished } ? null
                : current with { Stop = new StopOrder(time.GetUtcNow(), by) },
            SendingJson.Own.IssueRecord,
            cancellationToken);
        if (issue is null)
            return new StopAnswer(StopResult.Unknown, null);
        if (issue.Value.State == IssueState.Planning)
            return new StopAnswer(StopResult.Stopped, null);
        if (issue.Value.State == IssueState.Planned)
        {
            await agenda.BumpAsync(id, cancellationToken);
            if (await fence.ReadAsync(cancellationToken) is { Fence: null })
                await steps.StepsAsync(id, cancellationToken);
        }
        var view = await IssueView.ReadAsync(ledger, book, id, cancellationToken) ?? throw new InvalidOperationException($"Issue {id} vanished.");
        var account = view.Issue.Value.Account ?? await accounting.CountAsync(view, cancellationToken);
        return new StopAnswer(Judge(view, account), account);
    }

    private static StopResult Judge(IssueView view, IssueAccount account)
    {
        var states = view.Issue.Value.Waves.Select(w => view.Waves.GetValueOrDefault(w.Number)?.Value.State).ToList();
        if (account.Stopped + account.Refused == account.Recipients)
            return StopResult.Stopped;
        return states.Any(s => s is null or WaveState.New or WaveState.Open or WaveState.Closing or WaveState.Cancelling)
            ? StopResult.Stopping : StopResult.TooLate;
    }
}
