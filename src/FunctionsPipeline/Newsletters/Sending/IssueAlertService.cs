using FunctionsPipeline.Newsletters.Sending.Records;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>Tells staff what needs them, once per issue and kind.</summary>
internal sealed partial class IssueAlertService(
    SendingLedger ledger,
    IIssueNotices notices,
    ILogger<IssueAlertService> logger
)
{
    public async Task NotifyAsync(IssueId issue, AlertKind kind, string detail, CancellationToken cancellationToken)
    {
        var document = ledger.Issue(issue);
        var stored = await document.ReadAsync(cancellationToken);
        if (stored is null || stored.Value.Told.Contains(kind))
            return;
        LogAlert(issue, kind, detail);
        await notices.NeedsPersonAsync(new IssueAlert(kind, issue, detail), cancellationToken);
        await document.UpdateAsync(
            current =>
                current is null || current.Told.Contains(kind) ? null : current with { Told = [.. current.Told, kind] },
            cancellationToken
        );
    }

    [LoggerMessage(10, LogLevel.Warning, "Issue {Issue} needs a person: {Kind}: {Detail}")]
    private partial void LogAlert(IssueId issue, AlertKind kind, string detail);
}
