using FunctionsPipeline.LocalDev.Clock;

namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>The demo's clock: it begins an hour before the sample newsletter is due, so that little has to be skipped.</summary>
public static class DemoClock
{
    /// <summary>Samples/settings/site.yml: every Tuesday at 09:00 in Regina, which has no daylight saving time.</summary>
    private static readonly TimeSpan Due = new(15, 0, 0);

    private static readonly TimeSpan Before = TimeSpan.FromHours(1);

    /// <summary>Eight in the morning of a Tuesday to come, at the machine's own pace.</summary>
    public static ClockSetting Opening(TimeProvider real)
    {
        var now = real.GetUtcNow();
        return new ClockSetting(now, DueAfter(now + Before) - Before, 1);
    }

    /// <summary>When the sample newsletter is due next.</summary>
    internal static DateTimeOffset DueAfter(DateTimeOffset time)
    {
        var today = new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero);
        var due = today.AddDays(((int)DayOfWeek.Tuesday - (int)today.DayOfWeek + 7) % 7) + Due;
        return due > time ? due : due.AddDays(7);
    }
}
