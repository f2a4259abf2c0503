using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Site.Pages;

/// <summary>Dates as readers of a language write them.</summary>
internal static partial class DateText
{
    /// <summary>Day, month and year, without the day of the week.</summary>
    public static string Day(DateTimeOffset time, TimeZoneInfo zone, string language)
    {
        var culture = Culture(language);
        var pattern = Weekday().Replace(culture.DateTimeFormat.LongDatePattern, "").Trim();
        return TimeZoneInfo.ConvertTime(time, zone).ToString(pattern, culture);
    }

    /// <summary>Month and year.</summary>
    public static string Month(int year, int month, string language)
    {
        var culture = Culture(language);
        return new DateTime(year, month, 1).ToString(culture.DateTimeFormat.YearMonthPattern, culture);
    }

    public static string MonthName(int month, string language) => Culture(language).DateTimeFormat.GetMonthName(month);

    private static CultureInfo Culture(string language)
    {
        try
        {
            return CultureInfo.GetCultureInfo(language);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }

    [GeneratedRegex("d{4}[,.]?\\s*|,?\\s*d{4}", RegexOptions.None, 1000)]
    private static partial Regex Weekday();
}
