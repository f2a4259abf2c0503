using FunctionsPipeline.LocalHost.Storage;
using FunctionsPipeline.LocalHost.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Timers;

/// <summary>
/// Runs a timer function by its schedule while this host holds the timer's lock: one run at a time, wherever it is. An
/// occurrence that passes during a run is skipped; a failed run is not retried; a run that its host did not survive, and
/// an occurrence that no host was there for, run once when the next holder begins, as past due.
/// </summary>
/// <param name="statuses">Null: the timer has no status, for it recurs too often or does not want one.</param>
/// <param name="time">The clock that schedules follow.</param>
internal sealed partial class TimerListener(
    TimerFunction function,
    TimerSchedule schedule,
    TimerStatusStore? statuses,
    bool runOnStartup,
    TimeProvider time,
    ILogger log
)
{
    // Task.Delay takes at most 49 days; a schedule may be once a year.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private bool _startupRunIsDue = runOnStartup;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <param name="over">The lock is lost, or the host stops: no further run begins.</param>
    /// <param name="lost">The lock is lost: a run that has begun is cancelled, for another host may begin one.</param>
    public async Task RunAsync(CancellationToken over, CancellationToken lost)
    {
        var status = statuses is null ? null : await ReadStatusAsync(statuses, over);
        if (status is not null && Now > status.Next)
        {
            LogPastDue(log, function.Name, status.Next);
            status = await FireAsync(status, isPastDue: true, lost);
        }
        else if (_startupRunIsDue)
        {
            status = await FireAsync(status, isPastDue: false, lost);
        }

        _startupRunIsDue = false;
        var due = status?.Next ?? schedule.Next(Now);
        while (true)
        {
            while (Now < due)
            {
                var wait = due - Now;
                await Task.Delay(wait > LongestWait ? LongestWait : wait, time, over);
            }

            over.ThrowIfCancellationRequested();
            status = await FireAsync(status, isPastDue: false, lost);
            // A clock that is a little behind must not fire the same occurrence twice.
            due = schedule.Next(due > Now ? due : Now);
        }
    }

    /// <summary>The stored status, made to fit the schedule, which may have changed since.</summary>
    private async Task<TimerStatus> ReadStatusAsync(TimerStatusStore store, CancellationToken cancellationToken)
    {
        var status = await store.ReadAsync(cancellationToken);
        var fitting =
            status is null ? new(default, schedule.Next(Now), Now)
            : schedule.Next(status.Last == default ? status.LastUpdated : status.Last) == status.Next ? status
            : status with { Next = schedule.Next(status.LastUpdated), LastUpdated = Now };
        if (fitting != status)
            await store.WriteAsync(fitting, cancellationToken);
        return fitting;
    }

    private async Task<TimerStatus?> FireAsync(TimerStatus? status, bool isPastDue, CancellationToken lost)
    {
        var started = Now;
        try
        {
            await function.RunAsync(status, isPastDue, $"Timer fired at {started:o}", lost);
        }
        catch (Exception failure) when (failure is not HostStoppingException && !lost.IsCancellationRequested)
        {
            // In the log already; a timer is not retried, its next occurrence comes anyway.
        }

        // A run that was cut off leaves the status as it is: its occurrence is past due for the next holder.
        lost.ThrowIfCancellationRequested();
        if (statuses is null)
            return null;
        // An occurrence that fires a little early by the clock must not be expected again.
        var last =
            status is not null && status.Next > started && status.Next - started < TimeSpan.FromSeconds(1)
                ? status.Next
                : started;
        var next = new TimerStatus(last, schedule.Next(last > Now ? last : Now), Now);
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await statuses.WriteAsync(next, patience.Token);
        }
        catch (Exception fault)
        {
            LogStatusNotWritten(log, function.Name, StorageFaults.Reason(fault));
        }

        return next;
    }

    [LoggerMessage(50, LogLevel.Information, "{Function}: the occurrence of {Missed:u} was missed; it runs now.")]
    private static partial void LogPastDue(ILogger log, string function, DateTime missed);

    [LoggerMessage(
        51,
        LogLevel.Warning,
        "{Function}: its status could not be stored ({Reason}). If the host restarts before the next run, it may run once more."
    )]
    private static partial void LogStatusNotWritten(ILogger log, string function, string reason);
}
