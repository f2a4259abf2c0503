using System.Globalization;

namespace FunctionsPipeline.Articles.Reading;

/// <summary>
/// A date as its author wrote it. DateTime.Parse would also take <c>10:30</c> or <c>1.5</c> for a date, and does not
/// say which parts were written.
/// </summary>
/// <param name="Time">Time of day; null if only the day was written.</param>
/// <param name="Offset">Offset from UTC; null if none was written.</param>
/// <param name="Ambiguous">True for 03/04/2023, which is read as month/day.</param>
internal readonly record struct WrittenDate(
    DateOnly Day,
    TimeOnly? Time = null,
    TimeSpan? Offset = null,
    bool Ambiguous = false
)
{
    private static readonly string[] Months =
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];

    /// <summary>The instant; where no offset was written, in <paramref name="zone"/>, a day from its first moment.</summary>
    public DateTimeOffset In(TimeZoneInfo zone)
    {
        var local = Day.ToDateTime(Time ?? TimeOnly.MinValue);
        if (Offset is { } written)
        {
            // Year 1 with an eastern offset lies before the first instant that can be represented.
            var utc = local.Ticks - written.Ticks;
            return utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks
                ? new DateTimeOffset(local, TimeSpan.Zero)
                : new DateTimeOffset(local, written);
        }
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    /// <summary>
    /// Reads a text that is a date and nothing else: ISO 8601, RFC 3339, <c>Jan 25th, 2023</c>, <c>25 January 2023</c>,
    /// <c>1/25/2023</c>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out WrittenDate date)
    {
        text = text.Trim();
        var scan = new DateScanner(text);
        if (!TryDay(ref scan, out date))
            return false;
        if (!scan.AtEnd && !TryTime(ref scan, ref date))
            return false;
        scan.SkipSpaces();
        return scan.AtEnd;
    }

    /// <summary>
    /// Finds the first date that stands in a line, with its place; numbers alone, as in 1/25/2023, count too.
    /// </summary>
    public static bool TryFind(string line, out WrittenDate date, out Range where)
    {
        for (var start = 0; start < line.Length; start++)
        {
            if (!char.IsAsciiLetterOrDigit(line[start]) || (start > 0 && char.IsLetterOrDigit(line[start - 1])))
                continue;
            var scan = new DateScanner(line.AsSpan(start));
            if (TryDay(ref scan, out date) && (scan.AtEnd || !char.IsLetterOrDigit(scan.Peek)))
            {
                where = start..(start + scan.Position);
                return true;
            }
        }
        (date, where) = (default, default);
        return false;
    }

    private static bool TryDay(ref DateScanner scan, out WrittenDate date)
    {
        date = default;
        return char.IsAsciiDigit(scan.Peek) ? TryNumericDay(ref scan, out date) : TryMonthFirst(ref scan, out date);
    }

    /// <summary>2023-01-25, 2023/01/25, 1/25/2023, 25 January 2023.</summary>
    private static bool TryNumericDay(ref DateScanner scan, out WrittenDate date)
    {
        date = default;
        var first = scan.Number(out var digits);
        if (digits == 4 && scan.Peek is '-' or '/' or '.')
        {
            var separator = scan.Take();
            var month = scan.Number(out _);
            return scan.TakeIf(separator) && TryMake(first, month, scan.Number(out _), out date);
        }
        if (digits is 1 or 2 && scan.Peek is '/')
        {
            scan.Take();
            var second = scan.Number(out _);
            if (!scan.TakeIf('/'))
                return false;
            var year = scan.Number(out var yearDigits);
            if (yearDigits != 4)
                return false;
            if (TryMake(year, first, second, out date))
            {
                date = date with { Ambiguous = first != second && second <= 12 };
                return true;
            }
            return TryMake(year, second, first, out date);
        }
        if (digits is 1 or 2)
        {
            scan.SkipOrdinal();
            scan.SkipSpaces();
            scan.TakeWord("of");
            scan.SkipSpaces();
            if (!TryMonth(scan.Word(), out var month))
                return false;
            scan.TakeIf('.');
            scan.TakeIf(',');
            scan.SkipSpaces();
            return TryMake(scan.Year(), month, first, out date);
        }
        return false;
    }

    /// <summary>Jan 25th, 2023; optionally after a weekday.</summary>
    private static bool TryMonthFirst(ref DateScanner scan, out WrittenDate date)
    {
        date = default;
        var word = scan.Word();
        if (IsWeekday(word))
        {
            scan.TakeIf('.');
            scan.TakeIf(',');
            scan.SkipSpaces();
            if (char.IsAsciiDigit(scan.Peek))
                return TryNumericDay(ref scan, out date);
            word = scan.Word();
        }
        if (!TryMonth(word, out var month))
            return false;
        scan.TakeIf('.');
        scan.SkipSpaces();
        var day = scan.Number(out var digits);
        if (digits is not (1 or 2))
            return false;
        scan.SkipOrdinal();
        scan.TakeIf(',');
        scan.SkipSpaces();
        return TryMake(scan.Year(), month, day, out date);
    }

    private static bool TryTime(ref DateScanner scan, ref WrittenDate date)
    {
        if (!scan.TakeIf('T') && !scan.TakeIf('t'))
        {
            scan.TakeIf(',');
            scan.SkipSpaces();
            scan.TakeWord("at");
            scan.SkipSpaces();
        }
        if (scan.AtEnd)
            return true;
        var hour = scan.Number(out var digits);
        if (digits is not (1 or 2))
            return false;
        int minute = 0,
            second = 0;
        if (scan.TakeIf(':'))
        {
            minute = scan.Number(out digits);
            if (digits != 2)
                return false;
            if (scan.TakeIf(':'))
            {
                second = scan.Number(out _);
                if (scan.TakeIf('.') || scan.TakeIf(','))
                    scan.Number(out _);
            }
        }
        scan.SkipSpaces();
        if (scan.TakeWord("am"))
            hour = hour == 12 ? 0 : hour;
        else if (scan.TakeWord("pm"))
            hour = hour == 12 ? 12 : hour + 12;
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        date = date with { Time = new TimeOnly(hour, minute, second) };
        scan.SkipSpaces();
        return scan.AtEnd || TryOffset(ref scan, ref date);
    }

    /// <summary>Z, UTC, GMT, +01:00, -0600, -6.</summary>
    private static bool TryOffset(ref DateScanner scan, ref WrittenDate date)
    {
        if (scan.TakeWord("z") || scan.TakeWord("utc") || scan.TakeWord("gmt"))
        {
            date = date with { Offset = TimeSpan.Zero };
            return true;
        }
        var west = scan.Peek == '-';
        if (!scan.TakeIf('+') && !scan.TakeIf('-'))
            return false;
        var hours = scan.Number(out var digits);
        var minutes = 0;
        if (digits == 4)
            (hours, minutes) = (hours / 100, hours % 100);
        else if (scan.TakeIf(':'))
            minutes = scan.Number(out _);
        if (digits is 0 or 3 or > 4 || hours > 14 || minutes > 59 || (hours == 14 && minutes > 0))
            return false;
        var offset = new TimeSpan(hours, minutes, 0);
        date = date with { Offset = west ? -offset : offset };
        return true;
    }

    private static bool TryMake(int year, int month, int day, out WrittenDate date)
    {
        date = default;
        if (year is < 1000 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new WrittenDate(new DateOnly(year, month, day));
        return true;
    }

    private static bool TryMonth(ReadOnlySpan<char> word, out int month)
    {
        month = 0;
        if (word.Length < 3)
            return false;
        for (var i = 0; i < Months.Length; i++)
        {
            if (
                Months[i].AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && (word.Length is 3 || word.Length == Months[i].Length || (i == 8 && word.Length == 4))
            )
            {
                month = i + 1;
                return true;
            }
        }
        return false;
    }

    private static bool IsWeekday(ReadOnlySpan<char> word)
    {
        if (word.Length < 3)
            return false;
        foreach (var day in CultureInfo.InvariantCulture.DateTimeFormat.DayNames)
        {
            if (day.AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
