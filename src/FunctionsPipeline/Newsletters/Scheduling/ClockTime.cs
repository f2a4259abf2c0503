using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Newsletters.Scheduling;

/// <summary>Reads a time of day by the 24-hour or the 12-hour clock.</summary>
internal static partial class ClockTime
{
    public enum Reading
    {
        Good,

        /// <summary>A bare hour of 1 to 12: the morning's is given.</summary>
        Ambiguous,
        Bad,
    }

    public static bool IsHalfOfDay(string word) => word is "am" or "pm" or "a.m." or "p.m." or "a.m" or "p.m";

    /// <param name="text">Lower case, without spaces.</param>
    public static Reading Read(string text, out TimeOnly time)
    {
        time = default;
        if (text is "midnight" or "noon" or "midday")
        {
            time = text == "midnight" ? TimeOnly.MinValue : new TimeOnly(12, 0);
            return Reading.Good;
        }
        var match = Pattern().Match(text);
        if (!match.Success)
            return Reading.Bad;
        var hour = int.Parse(match.Groups["hour"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var minuteGiven = match.Groups["minute"].Success;
        var minute = minuteGiven
            ? int.Parse(match.Groups["minute"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;
        if (match.Groups["half"] is { Success: true } half)
        {
            if (hour is < 1 or > 12)
                return Reading.Bad;
            hour = (hour % 12) + (half.ValueSpan[0] == 'p' ? 12 : 0);
        }
        else if (!minuteGiven)
        {
            if (hour is < 1 or > 12)
                return Reading.Bad;
            time = new TimeOnly(hour % 12, 0);
            return Reading.Ambiguous;
        }
        if (hour > 23)
            return Reading.Bad;
        time = new TimeOnly(hour, minute);
        return Reading.Good;
    }

    [GeneratedRegex(
        @"^(?<hour>[0-9]{1,2})([:.](?<minute>[0-5][0-9]))?(?<half>[ap]\.?m\.?)?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Pattern();
}
