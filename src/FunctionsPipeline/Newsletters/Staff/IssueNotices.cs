using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>What the ledger has to say, put on staff's desk.</summary>
internal sealed class IssueNotices(StaffDesk desk) : IIssueNotices
{
    public Task PlannedAsync(IssueRecord issue, CancellationToken cancellationToken)
        => desk.TellAsync(StaffMatter.Planned(issue.Id), cancellationToken);

    public Task NeedsPersonAsync(IssueTrouble trouble, CancellationToken cancellationToken)
        => desk.TellAsync(StaffMatter.Of(trouble), cancellationToken);

    public Task FinishedAsync(IssueRecord issue, IssueAccount account, CancellationToken cancellationToken)
        => desk.TellAsync(StaffMatter.Finished(issue.Id), cancellationToken);
}
