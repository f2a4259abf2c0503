using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Telemetry;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>What the ledger has to say, put on staff's desk; what needs a person also reaches the person who operates.</summary>
internal sealed class IssueNotices(StaffDesk desk, ILogger<IssueNotices> logger) : IIssueNotices
{
    public Task PlannedAsync(IssueRecord issue, CancellationToken cancellationToken) =>
        desk.TellAsync(StaffMatter.Planned(issue.Id), cancellationToken);

    public Task NeedsPersonAsync(IssueAlert trouble, CancellationToken cancellationToken)
    {
        OperationalEvents.NeedsPerson(logger, trouble.Kind, trouble.Issue?.Value ?? "all");
        return desk.TellAsync(StaffMatter.Of(trouble), cancellationToken);
    }

    public Task FinishedAsync(IssueRecord issue, IssueAccount account, CancellationToken cancellationToken) =>
        desk.TellAsync(StaffMatter.Finished(issue.Id), cancellationToken);
}
