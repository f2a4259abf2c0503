using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>Tells staff what needs them, once per issue and kind.</summary>
internal sealed partial class Troubles(Ledger ledger, IIssueNotices notices, ILogger<Troubles> logger)
{
    public async Task TellAsync(IssueId issue, TroubleKind kind, string detail, CancellationToken cancellationToken)
    {
        var path = SendingPaths.Issue(issue);
        var stored = await ledger.ReadAsync(path, SendingJson.Own.IssueRecord, cancellationToken);
        if (stored is null || stored.Value.Told.Contains(kind))
            return;
        LogTrouble(issue, kind, detail);
        await notices.NeedsPersonAsync(new IssueTrouble(kind, issue, detail), cancellationToken);
        await ledger.UpdateAsync(
            path,
            current =>
                current is null || current.Told.Contains(kind) ? null : current with { Told = [.. current.Told, kind] },
            SendingJson.Own.IssueRecord,
            cancellationToken
        );
    }

    [LoggerMessage(10, LogLevel.Warning, "Issue {Issue} needs a person: {Kind}: {Detail}")]
    private partial void LogTrouble(IssueId issue, TroubleKind kind, string detail);
}
