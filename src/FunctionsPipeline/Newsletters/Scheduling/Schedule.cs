using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Scheduling;

/// <summary>
/// When a newsletter is due, as wall-clock times without a zone. <see cref="SlotCalendar"/> turns them into instants.
/// Made by <see cref="ScheduleParser"/>.
/// </summary>
public abstract record Schedule
{
    /// <summary>
    /// The newsletter's. Null for none, or for one that cannot be read: the settings' own check has notified staff.
    /// </summary>
    public static Schedule? Of(NewsletterSettings newsletter) =>
        newsletter.Schedule is { } text && ScheduleParser.TryParse(text, out var schedule, out _) ? schedule : null;

    /// <summary>True for one mail per article; such a schedule has no times.</summary>
    public virtual bool IsInstant => false;

    /// <summary>All wall-clock times in <c>[from, until)</c>, in order, each once.</summary>
    public abstract IEnumerable<DateTime> LocalTimes(DateTime from, DateTime until);
}

/// <summary>A mail per article, when it appears.</summary>
public sealed record InstantSchedule : Schedule
{
    public static InstantSchedule Instance { get; } = new();

    public override bool IsInstant => true;

    public override IEnumerable<DateTime> LocalTimes(DateTime from, DateTime until) => [];
}

/// <summary>The same times on each day that a rule picks.</summary>
public abstract record DayRuleSchedule : Schedule
{
    /// <summary>At least one, in order, each once.</summary>
    public required IReadOnlyList<TimeOnly> Times { get; init; }

    protected abstract bool Picks(DateOnly day);

    public sealed override IEnumerable<DateTime> LocalTimes(DateTime from, DateTime until)
    {
        for (var day = DateOnly.FromDateTime(from); day.ToDateTime(TimeOnly.MinValue) < until; day = day.AddDays(1))
        {
            if (!Picks(day))
                continue;
            foreach (var time in Times)
            {
                var local = day.ToDateTime(time);
                if (local >= from && local < until)
                    yield return local;
            }
        }
    }
}

/// <summary>Every week on these days.</summary>
public sealed record WeeklySchedule : DayRuleSchedule
{
    public required IReadOnlySet<DayOfWeek> Days { get; init; }

    protected override bool Picks(DateOnly day) => Days.Contains(day.DayOfWeek);
}

/// <summary>Every month on the first, second, … or last of certain weekdays.</summary>
public sealed record MonthlyWeekdaySchedule : DayRuleSchedule
{
    public required IReadOnlySet<DayOfWeek> Days { get; init; }

    /// <summary>1 to 4.</summary>
    public required IReadOnlySet<int> Weeks { get; init; }

    public bool Last { get; init; }

    protected override bool Picks(DateOnly day) =>
        Days.Contains(day.DayOfWeek)
        && (Weeks.Contains((day.Day + 6) / 7) || (Last && day.AddDays(7).Month != day.Month));
}

/// <summary>Every month on certain days of it.</summary>
public sealed record MonthlyDaySchedule : DayRuleSchedule
{
    /// <summary>1 to 28: days that every month has.</summary>
    public required IReadOnlySet<int> Days { get; init; }

    public bool Last { get; init; }

    protected override bool Picks(DateOnly day) => Days.Contains(day.Day) || (Last && day.AddDays(1).Day == 1);
}
