using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Waves;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// Runs each minute: everything that is due is advanced, by whichever process this is (rule S7). Everything that a dead
/// process left half-done is found here again.
/// </summary>
public interface ISendingSweep
{
    /// <summary>Safe to run twice and in several processes.</summary>
    /// <exception cref="StorageException">Storage did not answer; the next minute tries again.</exception>
    Task RunAsync(CancellationToken cancellationToken);
}

internal sealed partial class SendingSweep(
    SendingLedger ledger,
    SendingHalt halt,
    Agenda agenda,
    IssueSteps issues,
    CancelSlots slots,
    SuppressionPull pull,
    ProviderAccount account,
    IIssueNotices notices,
    TimeProvider time,
    ILogger<SendingSweep> logger
) : ISendingSweep
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var status = await halt.TickAsync(cancellationToken);
        await ContainAsync(
            () => account.NotifyAsync(status, notices, cancellationToken),
            "what the provider refuses",
            cancellationToken
        );
        if (status.Halt is { } raised)
        {
            await NotifyAsync(raised, cancellationToken);
            return;
        }
        var due = (await agenda.ReadAsync(cancellationToken)).Where(e => e.Next <= time.GetUtcNow()).ToList();
        foreach (var entry in due)
            await ContainAsync(
                () => issues.AdvanceAsync(entry, cancellationToken),
                entry.Issue.Value,
                cancellationToken
            );
        if (due.Count > 0)
            await ContainAsync(() => slots.ReleasePastAsync(cancellationToken), "cancel slots", cancellationToken);
        await ContainAsync(() => pull.DailyAsync(cancellationToken), "suppression pull", cancellationToken);
        LogTick(due.Count);
    }

    /// <summary>One issue that cannot be advanced, through any fault, must not keep the others from it.</summary>
    private async Task ContainAsync(Func<Task> work, string what, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogLeft(e, what);
        }
    }

    /// <summary>Once a day while it stands: the note is a blob of its own, because no issue need be under way.</summary>
    private async Task NotifyAsync(HaltRecord raised, CancellationToken cancellationToken)
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

    [LoggerMessage(20, LogLevel.Error, "Sweep: {What} was left for later")]
    private partial void LogLeft(Exception exception, string what);

    [LoggerMessage(21, LogLevel.Critical, "All sending stands still: {Reason}")]
    private partial void LogHalted(HaltReason reason);

    [LoggerMessage(22, LogLevel.Information, "Newsletters: {Due} issues were looked at")]
    private partial void LogTick(int due);
}
