using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a schedule, in UTC, on one instance at a time.</summary>
/// <param name="schedule">NCRONTAB with six fields (seconds first), a TimeSpan such as <c>01:00:00</c>, or <c>%Name%</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    public string Schedule { get; } = schedule;

    /// <summary>
    /// Keeps the schedule's status in storage, so that an occurrence that was missed while nothing ran fires at the next
    /// start. Ignored, as by the real host, for schedules that recur more often than each minute.
    /// </summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Fires at every start as well.</summary>
    public bool RunOnStartup { get; set; }
}
