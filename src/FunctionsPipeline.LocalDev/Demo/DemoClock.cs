using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsPipeline.LocalDev.Clock;

namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>
/// The demo's clock begins some time ago and is moved on to the present, so that no hour is waited for and that afterwards
/// app, storage and emulator agree about the time. The sample newsletter is due shortly before now.
/// </summary>
public static partial class DemoClock
{
    /// <summary>What the sample site.yml says; the demo writes its own time there.</summary>
    private const string SampleSchedule = "every Tuesday at 09:00";

    /// <summary>The date below the title of the sample that is plain text, and how long before the issue it is.</summary>
    private const string SampleByline = "Jan 25th, 2023";
    private const int BylineDays = 41;

    /// <summary>The Tuesday of which the sample articles were written: their days are counted from it.</summary>
    private static readonly DateOnly SampleDay = new(2026, 3, 17);

    private static readonly TimeZoneInfo Regina = TimeZoneInfo.FindSystemTimeZoneById("America/Regina");

    /// <summary>An issue is planned 45 minutes before it is due; some minutes come before that.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromHours(1);

    /// <summary>What follows an issue takes some minutes of the clock, more on a busy machine.</summary>
    private static readonly TimeSpan After = TimeSpan.FromMinutes(15);

    /// <summary>The figures of the clock, at the machine's own pace.</summary>
    public static ClockSetting Opening(TimeProvider real)
    {
        var now = real.GetUtcNow();
        return new ClockSetting(now, DueBefore(now) - Before, 1);
    }

    /// <summary>When the sample newsletter is due on a clock that began there.</summary>
    internal static DateTimeOffset Due(ClockSetting opening) => opening.Origin + Before;

    /// <summary>The sample settings with the demo's own schedule.</summary>
    internal static string Schedule(string sampleYaml, DateTimeOffset due) =>
        sampleYaml.Replace(
            SampleSchedule,
            TimeZoneInfo.ConvertTime(due, Regina).ToString("'every' dddd 'at' HH:mm", CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );

    /// <summary>
    /// A sample article with days near the demo's own: no newsletter takes an article for new that was old when it
    /// came, and one whose date is still to come is held.
    /// </summary>
    internal static string Dates(string sample, DateTimeOffset due)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(due, Regina).DateTime);
        return IsoDay()
            .Replace(sample, day => Day(today.AddDays(Parsed(day.Value).DayNumber - SampleDay.DayNumber), "yyyy-MM-dd"))
            .Replace(SampleByline, Day(today.AddDays(-BylineDays), "MMM d, yyyy"), StringComparison.Ordinal);

        static DateOnly Parsed(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        static string Day(DateOnly day, string format) => day.ToString(format, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\b2[0-9]{3}-[0-9]{2}-[0-9]{2}\b", RegexOptions.NonBacktracking)]
    private static partial Regex IsoDay();

    private static DateTimeOffset DueBefore(DateTimeOffset now) =>
        new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero) - After;
}
