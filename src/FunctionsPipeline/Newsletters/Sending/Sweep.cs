using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// Runs each minute: whatever is due is advanced, by whichever process this is (rule S7). Everything that a dead process
/// left half-done is found here again.
/// </summary>
internal sealed partial class Sweep(
    Ledger ledger,
    Fence fence,
    Agenda agenda,
    IssueSteps issues,
    Slots slots,
    SuppressionPull pull,
    IIssueNotices notices,
    TimeProvider time,
    ILogger<Sweep> logger)
{
    /// <exception cref="StorageException">Storage did not answer; the next minute tries again.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await fence.TickAsync(cancellationToken) is { } raised)
        {
            await TellAsync(raised, cancellationToken);
            return;
        }
        var due = (await agenda.ReadAsync(cancellationToken)).Where(e => e.Next <= time.GetUtcNow()).ToList();
        foreach (var entry in due)
            await ContainAsync(() => issues.AdvanceAsync(entry, cancellationToken), entry.Issue.Value);
        if (due.Count > 0)
            await ContainAsync(() => slots.ReleasePastAsync(cancellationToken), "cancel slots");
        await ContainAsync(() => pull.DailyAsync(cancellationToken), "suppression pull");
        LogTick(due.Count);
    }

    /// <summary>One issue that cannot be advanced now must not keep the others from it.</summary>
    private async Task ContainAsync(Func<Task> work, string what)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is StorageException or HttpRequestException or System.Text.Json.JsonException)
        {
            LogLeft(e, what);
        }
    }

    /// <summary>Once per fence: the note is a blob of its own, because no issue need be under way.</summary>
    private async Task TellAsync(FenceRaised raised, CancellationToken cancellationToken)
    {
        var path = SendingPaths.At(FormattableString.Invariant($"sending/fence-told-{raised.At.ToUnixTimeSeconds()}"));
        if (await ledger.Store.StatAsync(path, cancellationToken) is not null)
            return;
        LogFenced(raised.Reason);
        await notices.NeedsPersonAsync(new IssueTrouble(TroubleKind.Fenced, null, raised.Detail), cancellationToken);
        await ledger.Store.WriteAsync(path, ReadOnlyMemory<byte>.Empty, BlobHeaders.Text, WriteCondition.Always, cancellationToken);
    }

    [LoggerMessage(20, LogLevel.Error, "Sweep: {What} was left for the next minute")]
    private partial void LogLeft(Exception exception, string what);

    [LoggerMessage(21, LogLevel.Critical, "All sending stands still: {Reason}")]
    private partial void LogFenced(FenceReason reason);

    [LoggerMessage(22, LogLevel.Information, "Newsletters: {Due} issues were looked at")]
    private partial void LogTick(int due);
}
