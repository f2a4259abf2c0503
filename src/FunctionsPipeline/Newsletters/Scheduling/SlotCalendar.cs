namespace FunctionsPipeline.Newsletters.Scheduling;

/// <summary>The instants at which a schedule is due in a time zone.</summary>
public sealed class SlotCalendar(Schedule schedule, TimeZoneInfo zone)
{
    /// <summary>
    /// How far a wall-clock time and its instant may lie apart, with room to spare: offsets reach 14 hours, and a clock
    /// was once put forward by a day.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(2);

    /// <summary>Long enough for a 29 February over a century that has none.</summary>
    private static readonly int[] WindowDays = [8, 70, 800, 3100];

    /// <summary>All slots in <c>(after, until]</c>, in order, each once.</summary>
    public IReadOnlyList<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset until) =>
        after >= until
            ? []
            :
            [
                .. schedule
                    .LocalTimes(after.UtcDateTime - Margin, until.UtcDateTime + Margin)
                    .Select(local => WallClock.ToInstant(local, zone))
                    .Where(instant => instant > after && instant <= until)
                    // A time that was leapt over may land on, or after, a later one.
                    .Distinct()
                    .Order(),
            ];

    /// <summary>The first slot after an instant; null if there is none within eight years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        foreach (var days in WindowDays)
        {
            if (Between(after, after.AddDays(days)) is [var first, ..])
                return first;
        }
        return null;
    }

    /// <summary>The last slot at or before an instant; null if there is none within eight years.</summary>
    public DateTimeOffset? Previous(DateTimeOffset atOrBefore)
    {
        foreach (var days in WindowDays)
        {
            if (Between(atOrBefore.AddDays(-days), atOrBefore) is [.., var last])
                return last;
        }
        return null;
    }
}
