using System.Globalization;
using NCrontab;

namespace FunctionsPipeline.Standalone.Timers;

/// <summary>When a timer fires, in UTC.</summary>
internal abstract class TimerSchedule
{
    public abstract DateTime Next(DateTime after);

    /// <summary>Whether occurrences are less than a minute apart: too often for a stored status.</summary>
    public bool RecursWithinAMinute(DateTime now)
    {
        var first = Next(now);
        return Next(first) - first < TimeSpan.FromMinutes(1);
    }

    /// <param name="text">NCRONTAB with five or six fields, or a TimeSpan.</param>
    /// <returns>Null: it is neither.</returns>
    public static TimerSchedule? Parse(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields is 5 or 6
            && CrontabSchedule.TryParse(text, new() { IncludingSeconds = fields == 6 }) is { } cron)
            return new Cron(cron);
        return fields == 1 && text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero
            ? new Interval(interval)
            : null;
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
