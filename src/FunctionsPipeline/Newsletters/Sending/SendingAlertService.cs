using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// Notifies staff of what keeps all sending, rather than one issue: what the provider refuses, and a halt.
/// </summary>
internal sealed partial class SendingAlertService(
    SendingLedger ledger,
    ProviderAccount account,
    IIssueNotices notices,
    TimeProvider time,
    ILogger<SendingAlertService> logger
)
{
    /// <summary>What the provider refuses, unless staff were notified of it before.</summary>
    /// <exception cref="StorageException">Storage did not answer; some notices may be repeated.</exception>
    public async Task NotifyAsync(SendingStatusRecord status, CancellationToken cancellationToken)
    {
        var told = account.Seen(status).Where(r => r.Told).Select(r => r.Reason).ToHashSet(StringComparer.Ordinal);
        foreach (var refusal in status.Refusals.Where(r => !r.Told))
        {
            // A revoked key is refused for each kind of call, and is one matter.
            if (told.Add(refusal.Reason))
            {
                await notices.NeedsPersonAsync(
                    new IssueAlert(
                        AlertKind.Refused,
                        null,
                        $"We wanted to {refusal.Call}: {refusal.Reason}",
                        refusal.Since
                    ),
                    cancellationToken
                );
            }
            await account.MarkToldAsync(refusal);
        }
    }

    /// <summary>
    /// That all sending is halted, once a day while it is: the note is a blob of its own, because no issue need be under way.
    /// </summary>
    public async Task NotifyAsync(HaltRecord raised, CancellationToken cancellationToken)
    {
        var since = raised.At.AddDays(Math.Floor((time.GetUtcNow() - raised.At).TotalDays));
        var path = SendingPaths.At(FormattableString.Invariant($"sending/fence-told-{since.ToUnixTimeSeconds()}"));
        if (await ledger.Store.StatAsync(path, cancellationToken) is not null)
            return;
        LogHalted(raised.Reason);
        await notices.NeedsPersonAsync(new IssueAlert(AlertKind.Halted, null, raised.Detail, since), cancellationToken);
        await ledger.Store.WriteAsync(
            path,
            ReadOnlyMemory<byte>.Empty,
            BlobHeaders.Text,
            WriteCondition.Always,
            cancellationToken
        );
    }

    [LoggerMessage(21, LogLevel.Critical, "All sending stands still: {Reason}")]
    private partial void LogHalted(HaltReason reason);
}
