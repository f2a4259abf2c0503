using FunctionsPipeline.Standalone.Functions;
using FunctionsPipeline.Standalone.Hosting;
using FunctionsPipeline.Standalone.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Timers;

/// <summary>
/// Runs one timer function while this instance holds the timer's lock: one run at a time, wherever it is.
/// </summary>
internal sealed partial class TimerListener : IListener
{
    // Task.Delay takes at most 49 days; a schedule may be once a year.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly FunctionDefinition _function;
    private readonly TimerTriggerDefinition _trigger;
    private readonly ListenerServices _services;
    private readonly TimerStatusStore? _statuses;
    private readonly SingletonLock _single;
    private readonly ILogger _log;
    private bool _startupRunIsDue;

    public TimerListener(FunctionDefinition function, HostStorage storage, ListenerServices services)
    {
        (_function, _services) = (function, services);
        _trigger = (TimerTriggerDefinition)function.Trigger;
        _startupRunIsDue = _trigger.RunOnStartup;
        _log = services.Logs.CreateLogger<TimerListener>();
        if (_trigger.UseMonitor && !_trigger.Schedule.RecursWithinAMinute(Now))
            _statuses = new TimerStatusStore(storage, services.Settings.HostId, function.Id);
        _single = new SingletonLock(
            storage, $"locks/{services.Settings.HostId}/{function.Id}.Listener", services.Settings.LockDuration, services.Jitter, services.Time, _log);
    }

    private DateTime Now => _services.AppTime.GetUtcNow().UtcDateTime;

    public Task RunAsync() => _single.HoldAsync(RunScheduleAsync, _services.Drain.Started);

    private async Task RunScheduleAsync(CancellationToken lost)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(lost, _services.Drain.Started);
        var status = _statuses is null ? null : await ReadStatusAsync(_statuses, ended.Token);
        if (status is not null && Now > status.Next)
        {
            LogPastDue(_log, _function.Name, status.Next);
            status = await FireAsync(status, isPastDue: true, lost);
        }
        else if (_startupRunIsDue)
        {
            status = await FireAsync(status, isPastDue: false, lost);
        }

        _startupRunIsDue = false;
        var due = status?.Next ?? _trigger.Schedule.Next(Now);
        while (true)
        {
            while (Now < due && !ended.IsCancellationRequested)
            {
                var wait = due - Now;
                await Pause.ForAsync(wait > LongestWait ? LongestWait : wait, _services.AppTime, ended.Token);
            }

            if (ended.IsCancellationRequested)
                return;
            status = await FireAsync(status, isPastDue: false, lost);
            // A clock that is a little behind must not fire the same occurrence twice; occurrences that passed during
            // the run are skipped.
            due = _trigger.Schedule.Next(due > Now ? due : Now);
        }
    }

    /// <summary>The stored status, made to fit the schedule, which may have changed since.</summary>
    private async Task<ScheduleStatus> ReadStatusAsync(TimerStatusStore store, CancellationToken cancellationToken)
    {
        var status = await store.ReadAsync(cancellationToken);
        if (status is null)
        {
            status = new ScheduleStatus { Next = _trigger.Schedule.Next(Now), LastUpdated = Now };
            await store.WriteAsync(status, cancellationToken);
            return status;
        }

        var expected = _trigger.Schedule.Next(status.Last == default ? status.LastUpdated : status.Last);
        if (expected != status.Next)
        {
            status.Next = _trigger.Schedule.Next(status.LastUpdated);
            status.LastUpdated = Now;
            await store.WriteAsync(status, cancellationToken);
        }

        return status;
    }

    private async Task<ScheduleStatus?> FireAsync(ScheduleStatus? status, bool isPastDue, CancellationToken lost)
    {
        var started = Now;
        // Whether it failed is in the log; a timer is not retried, its next occurrence comes anyway.
        await _services.Invoker.TryInvokeAsync(_function, new TimerInfo { ScheduleStatus = status, IsPastDue = isPastDue }, lost);
        if (_statuses is null || lost.IsCancellationRequested)
            return null;

        // An occurrence that fires a little early by the clock must not be expected again.
        var last = status is not null && status.Next > started && status.Next - started < TimeSpan.FromSeconds(1) ? status.Next : started;
        var next = new ScheduleStatus { Last = last, Next = _trigger.Schedule.Next(last > Now ? last : Now), LastUpdated = Now };
        try
        {
            await _statuses.WriteAsync(next, _services.Drain.Expired);
        }
        catch (Exception fault)
        {
            LogStatusNotWritten(_log, _function.Name, StorageFaults.Reason(fault));
        }

        return next;
    }

    [LoggerMessage(50, LogLevel.Information, "{Function}: the occurrence of {Missed:u} was missed; it runs now.")]
    private static partial void LogPastDue(ILogger log, string function, DateTime missed);

    [LoggerMessage(51, LogLevel.Warning, "{Function}: its status could not be stored ({Reason}). If the host restarts before the next run, it may run once more.")]
    private static partial void LogStatusNotWritten(ILogger log, string function, string reason);
}
