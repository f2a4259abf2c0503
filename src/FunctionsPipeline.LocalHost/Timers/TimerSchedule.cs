using System.Globalization;
using NCrontab;

namespace FunctionsPipeline.LocalHost.Timers;

/// <summary>When a timer fires, in UTC.</summary>
internal abstract class TimerSchedule
{
    /// <summary>The first occurrence after a time; the last moment of all if there is none.</summary>
    public abstract DateTime Next(DateTime after);

    /// <summary>
    /// Whether occurrences are less than a minute apart: too often for a stored status, as on the real host.
    /// </summary>
    public bool RecursWithinAMinute(DateTime now)
    {
        var first = Next(now);
        return Next(first) - first < TimeSpan.FromMinutes(1);
    }

    /// <param name="text">NCRONTAB with five or six fields, or a TimeSpan.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    public static TimerSchedule Parse(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields is 5 or 6 && CrontabSchedule.TryParse(text, new() { IncludingSeconds = fields == 6 }) is { } cron)
            return new Cron(cron);
        if (
            fields == 1
            && text.Contains(':')
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval)
            && interval > TimeSpan.Zero
        )
            return new Interval(interval);
        throw new FormatException(
            $"'{text}' is not a schedule. Use six fields (second minute hour day month weekday), such as '0 */5 * * * *', or a TimeSpan such as '01:00:00'."
        );
    }

    private sealed class Cron(CrontabSchedule schedule) : TimerSchedule
    {
        public override DateTime Next(DateTime after) => schedule.GetNextOccurrence(after);
    }

    private sealed class Interval(TimeSpan interval) : TimerSchedule
    {
        public override DateTime Next(DateTime after) => after + interval;
    }
}
