using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Freezing;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>Counts what became of an issue, and closes its account in the end.</summary>
internal sealed class IssueClosing(
    SendingLedger ledger,
    IssueAccounting accounting,
    LosingPlanCleanup losingPlans,
    IIssueNotices notices,
    IssueAlertService alerts
)
{
    /// <summary>The account as it stands now. Staff are notified if a part of it is uncertain.</summary>
    public async Task<IssueAccount> CountAsync(IssueView view, CancellationToken cancellationToken)
    {
        var account = await accounting.CountAsync(view, cancellationToken);
        if (account.Uncertain > 0)
            await alerts.NotifyAsync(
                view.Id,
                AlertKind.Uncertain,
                $"{account.Uncertain} recipients are uncertain.",
                cancellationToken
            );
        return account;
    }

    /// <summary>Closes the account: nothing more is expected that would change what was counted.</summary>
    /// <returns>False if the issue changed in the meantime.</returns>
    public async Task<bool> FinishAsync(IssueView view, IssueAccount account, CancellationToken cancellationToken)
    {
        await losingPlans.RemoveAsync(view.Issue.Value, cancellationToken);
        await notices.FinishedAsync(view.Issue.Value, account, cancellationToken);
        // Only over what was counted: a person may have had something planned again meanwhile.
        return await ledger
            .Issue(view.Id)
            .SwapAsync(
                view.Issue,
                view.Issue.Value with
                {
                    State = IssueState.Finished,
                    Account = account,
                },
                cancellationToken
            )
            is not null;
    }

    /// <summary>
    /// Complaints, and bounces of what had been delivered, come for days after the account was closed: it takes them
    /// in.
    /// </summary>
    public async Task RecountAsync(IssueView view, CancellationToken cancellationToken)
    {
        var account = await accounting.CountAsync(view, cancellationToken);
        await ledger
            .Issue(view.Id)
            .UpdateAsync(
                issue =>
                    issue is { State: IssueState.Finished, Account: { } told }
                    && account with { Excluded = told.Excluded } != told
                        ? issue with
                        {
                            Account = account,
                        }
                        : null,
                cancellationToken
            );
    }
}
