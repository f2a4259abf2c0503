namespace Microsoft.Azure.Functions.Worker;

/// <summary>Why a timer function runs now.</summary>
public class TimerInfo
{
    /// <summary>Null when the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>True: this run makes up for an occurrence that was missed while nothing ran.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>The stored state of a schedule; all times are UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The latest run; <see cref="DateTime.MinValue"/> before the first.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next run that is expected.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this status was last written.</summary>
    public DateTime LastUpdated { get; set; }
}
