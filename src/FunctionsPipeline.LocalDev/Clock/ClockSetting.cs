using System.Globalization;

namespace FunctionsPipeline.LocalDev.Clock;

/// <summary>
/// Three figures that give any number of processes the same <see cref="MovableClock"/>: when the real clock showed
/// <paramref name="RealOrigin"/>, theirs showed <paramref name="Origin"/>, and it runs <paramref name="Scale"/> times
/// as fast.
/// </summary>
public sealed record ClockSetting(DateTimeOffset RealOrigin, DateTimeOffset Origin, double Scale)
{
    public MovableClock Start(TimeProvider real) => new(real, RealOrigin, Origin, Scale);

    /// <summary>What <see cref="Parse"/> reads: two times of ISO 8601 and a number, separated by commas.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{RealOrigin:O},{Origin:O},{Scale:R}");

    /// <exception cref="FormatException">It is not what <see cref="ToString"/> writes.</exception>
    public static ClockSetting Parse(string text) =>
        text.Split(',') is [var real, var origin, var scale]
        && DateTimeOffset.TryParse(real, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var realOrigin)
        && DateTimeOffset.TryParse(origin, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var start)
        && double.TryParse(scale, NumberStyles.Float, CultureInfo.InvariantCulture, out var pace)
        && pace > 0
            ? new ClockSetting(realOrigin, start, pace)
            : throw new FormatException(
                "A clock is REAL,SHOWN,SCALE: two times such as 2026-03-10T15:00:00Z and a number above 0."
            );
}
