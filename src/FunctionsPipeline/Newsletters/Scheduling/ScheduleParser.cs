using System.Diagnostics.CodeAnalysis;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Localization;

namespace FunctionsPipeline.Newsletters.Scheduling;

/// <summary>
/// Reads a schedule as staff write it: <c>every Tuesday at 09:00</c>, <c>first Monday of the month at 08:30</c>,
/// <c>instant</c>, or a cron for the rest. README.md beside this file has the grammar.
/// </summary>
public static class ScheduleParser
{
    /// <summary>The <see cref="Finding.Rule"/> of every schedule that cannot be read.</summary>
    public const string Rule = "schedule";

    private const int MaxLength = 200;

    /// <summary>Two slots never lie nearer than this: an issue is planned 45 minutes before it goes.</summary>
    private static readonly TimeSpan LeastInterval = TimeSpan.FromHours(1);

    private static readonly StringTable Strings = StringTable.Load("scheduling", "en");

    /// <summary>Reads a schedule.</summary>
    /// <param name="finding">
    /// What is wrong and how to fix it; <see cref="Finding.Column"/> is 1-based within <paramref name="text"/> and
    /// <see cref="Finding.Line"/> is left to the caller, who knows the file.
    /// </param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out Schedule? schedule,
        [NotNullWhen(false)] out Finding? finding
    )
    {
        try
        {
            schedule = Parse(text ?? "");
            finding = null;
            return true;
        }
        catch (ScheduleSyntaxException unreadable)
        {
            schedule = null;
            finding = unreadable.Finding;
            return false;
        }
    }

    private static Schedule Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Wrong("empty", 1);
        if (text.Length > MaxLength)
            throw Wrong("too-long", 1, null, ("limit", MaxLength));
        var words = new ScheduleWords(text);
        var first = words.Peek!.Value;
        if (first.Text == "instant")
        {
            words.Skip();
            return words.Peek is { } more
                ? throw Wrong("instant-alone", more.Column, "instant-alone-fix")
                : InstantSchedule.Instance;
        }
        if (TryCron(text, first.Column, out var cron))
            return Checked(cron, first.Column);
        var days = ReadDays(words);
        return Checked(days with { Times = ReadTimes(words) }, first.Column);
    }

    private static bool TryCron(string text, int column, [NotNullWhen(true)] out CronSchedule? cron)
    {
        cron = null;
        var trimmed = text.Trim();
        string expression;
        if (trimmed.StartsWith("cron", StringComparison.OrdinalIgnoreCase))
            expression = trimmed[4..].TrimStart(':', ' ', '\t').Trim();
        else if (text.All(c => char.IsAsciiDigit(c) || c is '*' or '/' or '-' or ',' or ' '))
            expression = trimmed;
        else
            return false;
        if (!CronSchedule.HasFields(expression))
            throw Wrong("bad-cron", column, "bad-cron-fix", ("cron", expression));
        cron =
            CronSchedule.TryCreate(expression, out var problem)
            ?? throw Wrong(
                problem is null ? "bad-cron-number" : "bad-cron-field",
                column,
                "bad-cron-fix",
                ("cron", expression),
                ("problem", problem)
            );
        return true;
    }

    private static DayRuleSchedule ReadDays(ScheduleWords words)
    {
        var every = words.TakeAll("every", "each", "on", "the", "weekly", "monthly");
        if (words.Take("daily", "day", "days"))
            return Weekly(Enum.GetValues<DayOfWeek>());
        if (words.Take("weekday", "weekdays"))
            return Weekly(
                DayOfWeek.Monday,
                DayOfWeek.Tuesday,
                DayOfWeek.Wednesday,
                DayOfWeek.Thursday,
                DayOfWeek.Friday
            );
        if (words.Take("weekend", "weekends"))
            return Weekly(DayOfWeek.Saturday, DayOfWeek.Sunday);
        if (every && words.Take("month", "week"))
            words.TakeAll("on", "the");
        if (words.Peek is { Text: "other" } other)
            throw Wrong("every-other", other.Column, "every-other-fix", ("word", other.Written));
        if (ReadWeekdays(words) is { Count: > 0 } days)
            return new WeeklySchedule { Days = days, Times = [] };
        return ReadMonthDays(words);
    }

    private static WeeklySchedule Weekly(params DayOfWeek[] days) => new() { Days = days.ToHashSet(), Times = [] };

    private static HashSet<DayOfWeek> ReadWeekdays(ScheduleWords words)
    {
        var days = new HashSet<DayOfWeek>();
        while (words.Peek is { } word && ScheduleVocabulary.TryWeekday(word.Text, out var day))
        {
            days.Add(day);
            words.Skip();
            words.TakeAll("and", "every", "each", "on");
        }
        return days;
    }

    private static DayRuleSchedule ReadMonthDays(ScheduleWords words)
    {
        var ordinals = new Dictionary<int, ScheduleWord>();
        while (words.Peek is { } word && ScheduleVocabulary.TryOrdinal(word.Text, out var ordinal))
        {
            ordinals[ordinal] = word;
            words.Skip();
            words.TakeAll("and", "the");
        }
        if (ordinals.Count == 0)
            throw Unexpected(words, "expected-day");
        var weekdays = ReadWeekdays(words);
        if (weekdays.Count == 0)
            words.Take("day", "days");
        if (words.Take("of", "in"))
        {
            words.TakeAll("the", "each", "every", "a");
            if (!words.Take("month", "months"))
                throw Unexpected(words, "expected-day");
        }
        var last = ordinals.Remove(ScheduleVocabulary.LastOrdinal);
        var numbers = ordinals.Keys.ToHashSet();
        if (weekdays.Count == 0)
        {
            foreach (var (day, word) in ordinals.Where(o => o.Key > 28))
                throw Wrong("day-of-month", word.Column, "day-of-month-fix", ("day", day));
            return new MonthlyDaySchedule
            {
                Days = numbers,
                Last = last,
                Times = [],
            };
        }
        foreach (var (_, word) in ordinals.Where(o => o.Key > 4))
            throw Wrong("fifth-weekday", word.Column, "fifth-weekday-fix", ("weekday", weekdays.First()));
        return new MonthlyWeekdaySchedule
        {
            Days = weekdays,
            Weeks = numbers,
            Last = last,
            Times = [],
        };
    }

    private static List<TimeOnly> ReadTimes(ScheduleWords words)
    {
        var at = words.Take("at");
        if (words.Peek is null)
        {
            throw at
                ? Wrong("ends-early", words.EndColumn, "bad-time-fix", ("expected", Strings["expected-time"]))
                : Wrong("no-time", words.EndColumn, "no-time-fix");
        }
        // Without "at", a word that cannot begin a time is a word that was not understood, not a bad time.
        if (
            !at
            && words.Peek is { } stray
            && !char.IsAsciiDigit(stray.Text[0])
            && stray.Text is not ("noon" or "midday" or "midnight")
        )
            throw Unexpected(words, "expected-time");
        var times = new SortedSet<TimeOnly>();
        do
        {
            times.Add(ReadTime(words));
        } while (words.TakeAll("and", "at"));
        return words.Peek is null ? [.. times] : throw Unexpected(words, "expected-time");
    }

    private static TimeOnly ReadTime(ScheduleWords words)
    {
        if (words.Peek is not { } word)
            throw Wrong("ends-early", words.EndColumn, "bad-time-fix", ("expected", Strings["expected-time"]));
        words.Skip();
        var text = word.Text;
        if (words.Peek is { } half && ClockTime.IsHalfOfDay(half.Text))
        {
            text += half.Text;
            words.Skip();
        }
        switch (ClockTime.Read(text, out var time))
        {
            case ClockTime.Reading.Good:
                return time;
            case ClockTime.Reading.Ambiguous:
                throw Wrong(
                    "ambiguous-time",
                    word.Column,
                    "ambiguous-time-fix",
                    ("word", word.Written),
                    ("morning", time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)),
                    ("evening", time.AddHours(12).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture))
                );
            default:
                throw Wrong("bad-time", word.Column, "bad-time-fix", ("word", word.Written));
        }
    }

    /// <summary>Refuses what is never due, or so often that one issue would be planned before the last has gone.</summary>
    private static Schedule Checked(Schedule schedule, int column)
    {
        // Ten years hold a 29 February on each weekday that a cron may ask for but one; a fixed start keeps the answer
        // the same on every day.
        var start = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        var times = schedule.LocalTimes(start, start.AddYears(10)).Take(400).ToList();
        if (times.Count == 0)
            throw Wrong("never", column, "never-fix");
        if (times.Zip(times.Skip(1)).Any(pair => pair.Second - pair.First < LeastInterval))
            throw Wrong("too-often", column, "too-often-fix");
        return schedule;
    }

    private static ScheduleSyntaxException Unexpected(ScheduleWords words, string expected)
    {
        if (words.Peek is not { } word)
            return Wrong("ends-early", words.EndColumn, null, ("expected", Strings[expected]));
        var fix = ScheduleVocabulary.Nearest(word.Text) is { } known
            ? Strings.Format("did-you-mean", ("word", known)) + " " + Strings["examples"]
            : Strings["examples"];
        return new ScheduleSyntaxException(
            new Finding(
                Rule,
                Severity.Error,
                Strings.Format("unknown-word", ("word", word.Written)),
                fix,
                null,
                word.Column
            )
        );
    }

    private static ScheduleSyntaxException Wrong(
        string key,
        int column,
        string? fix = null,
        params ReadOnlySpan<(string Name, object? Value)> values
    ) =>
        new(
            new Finding(
                Rule,
                Severity.Error,
                Strings.Format(key, values),
                fix is null ? Strings["examples"] : Strings.Format(fix, values),
                null,
                column
            )
        );

    /// <summary>Carries a finding out of the descent; never leaves this class.</summary>
    private sealed class ScheduleSyntaxException(Finding finding) : Exception(finding.Message)
    {
        public Finding Finding { get; } = finding;
    }
}
