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
    SendingHalt halt,
    SendingAlertService alerts,
    Agenda agenda,
    IssueAdvancing issues,
    CancelSlots slots,
    SuppressionPull pull,
    ILogger<SendingSweep> logger
) : ISendingSweep
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var status = await halt.TickAsync(cancellationToken);
        await ContainAsync(
            () => alerts.NotifyAsync(status, cancellationToken),
            "what the provider refuses",
            cancellationToken
        );
        if (status.Halt is { } raised)
        {
            await alerts.NotifyAsync(raised, cancellationToken);
            return;
        }
        var due = await agenda.DueAsync(cancellationToken);
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

    [LoggerMessage(20, LogLevel.Error, "Sweep: {What} was left for later")]
    private partial void LogLeft(Exception exception, string what);

    [LoggerMessage(22, LogLevel.Information, "Newsletters: {Due} issues were looked at")]
    private partial void LogTick(int due);
}
