using System.Globalization;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Newsletters.Scheduling;

/// <summary>The words that a schedule may be written in.</summary>
internal static class ScheduleVocabulary
{
    public const int LastOrdinal = -1;

    private static readonly Dictionary<string, DayOfWeek> Weekdays = new(StringComparer.Ordinal)
    {
        ["monday"] = DayOfWeek.Monday,
        ["mon"] = DayOfWeek.Monday,
        ["tuesday"] = DayOfWeek.Tuesday,
        ["tue"] = DayOfWeek.Tuesday,
        ["tues"] = DayOfWeek.Tuesday,
        ["wednesday"] = DayOfWeek.Wednesday,
        ["wed"] = DayOfWeek.Wednesday,
        ["thursday"] = DayOfWeek.Thursday,
        ["thu"] = DayOfWeek.Thursday,
        ["thur"] = DayOfWeek.Thursday,
        ["thurs"] = DayOfWeek.Thursday,
        ["friday"] = DayOfWeek.Friday,
        ["fri"] = DayOfWeek.Friday,
        ["saturday"] = DayOfWeek.Saturday,
        ["sat"] = DayOfWeek.Saturday,
        ["sunday"] = DayOfWeek.Sunday,
        ["sun"] = DayOfWeek.Sunday,
    };

    private static readonly Dictionary<string, int> Ordinals = new(StringComparer.Ordinal)
    {
        ["first"] = 1,
        ["second"] = 2,
        ["third"] = 3,
        ["fourth"] = 4,
        ["fifth"] = 5,
        ["last"] = LastOrdinal,
    };

    /// <summary>What a misspelt word is compared with.</summary>
    private static readonly string[] Known =
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "first",
        "second",
        "third",
        "fourth",
        "last",
        "every",
        "day",
        "weekday",
        "weekend",
        "daily",
        "month",
        "instant",
        "noon",
        "midnight",
        "at",
        "of",
        "the",
        "and",
    ];

    public static bool TryWeekday(string word, out DayOfWeek day) =>
        Weekdays.TryGetValue(word, out day)
        || (word.EndsWith('s') && Weekdays.TryGetValue(word[..^1], out day))
        || (word.EndsWith('.') && Weekdays.TryGetValue(word[..^1], out day));

    /// <summary><c>first</c>, <c>1st</c>, …, <c>31st</c>, or <c>last</c> as <see cref="LastOrdinal"/>.</summary>
    public static bool TryOrdinal(string word, out int ordinal)
    {
        if (Ordinals.TryGetValue(word, out ordinal))
            return true;
        return word.Length is 3 or 4
            && word[^2..] is "st" or "nd" or "rd" or "th"
            && int.TryParse(word[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out ordinal)
            && ordinal is >= 1 and <= 31;
    }

    /// <summary>The known word that a misspelt one most resembles; null if none is near.</summary>
    public static string? Nearest(string word) => Spelling.Nearest(word, Known);
}
