using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Telemetry;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>
/// What the ledger has to say, put into the outbox for staff; what needs a person also reaches the person who operates.
/// </summary>
internal sealed class IssueNotices(StaffOutbox outbox, ILogger<IssueNotices> logger) : IIssueNotices
{
    public Task PlannedAsync(IssueRecord issue, CancellationToken cancellationToken) =>
        outbox.NotifyAsync(StaffNotice.Planned(issue.Id), cancellationToken);

    public Task NeedsPersonAsync(IssueAlert alert, CancellationToken cancellationToken)
    {
        OperationalEvents.NeedsPerson(logger, alert.Kind, alert.Issue?.Value ?? "all");
        return outbox.NotifyAsync(StaffNotice.Of(alert), cancellationToken);
    }

    public Task FinishedAsync(IssueRecord issue, IssueAccount account, CancellationToken cancellationToken) =>
        outbox.NotifyAsync(StaffNotice.Finished(issue.Id), cancellationToken);
}
