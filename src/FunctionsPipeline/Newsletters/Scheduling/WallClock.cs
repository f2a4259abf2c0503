namespace FunctionsPipeline.Newsletters.Scheduling;

/// <summary>Which instant a wall-clock time means where clocks are put forward and back.</summary>
public static class WallClock
{
    /// <summary>
    /// The instant. A time that the clock leaps over is moved on by the leap (02:30 becomes 03:30); a time that comes twice
    /// means the first.
    /// </summary>
    /// <param name="local">Wall-clock time in <paramref name="zone"/>; its kind is ignored.</param>
    /// <remarks>
    /// Works from the offsets a day before and a day after instead of <see cref="TimeZoneInfo.IsInvalidTime"/>, because
    /// that one does not know leaps of a zone's standard time (Samoa left out a whole day in 2011).
    /// </remarks>
    public static DateTimeOffset ToInstant(DateTime local, TimeZoneInfo zone)
    {
        var utc = DateTime.SpecifyKind(local, DateTimeKind.Utc);
        var before = zone.GetUtcOffset(utc.AddDays(-1));
        var after = zone.GetUtcOffset(utc.AddDays(1));
        var early = utc - before;
        if (before == after || zone.GetUtcOffset(early) == before)
            return new DateTimeOffset(early);
        var late = utc - after;
        // Neither offset fits: the clock leapt over this time. The offset before the leap moves it on by the leap.
        return new DateTimeOffset(zone.GetUtcOffset(late) == after ? late : early);
    }

    /// <summary>What a clock on the wall shows at an instant.</summary>
    public static DateTime ToLocal(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(instant.UtcDateTime, zone), DateTimeKind.Unspecified);
}
