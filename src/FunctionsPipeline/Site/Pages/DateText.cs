using FunctionsPipeline.Localization;

namespace FunctionsPipeline.Site.Pages;

/// <summary>Dates as readers of a language write them.</summary>
internal static class DateText
{
    /// <summary>Day, month and year, without the day of the week.</summary>
    public static string Day(DateTimeOffset time, TimeZoneInfo zone, string language)
    {
        var culture = Cultures.Of(language);
        return TimeZoneInfo.ConvertTime(time, zone).ToString(Cultures.LongDate(culture), culture);
    }

    /// <summary>Month and year.</summary>
    public static string Month(int year, int month, string language)
    {
        var culture = Cultures.Of(language);
        return new DateTime(year, month, 1).ToString(culture.DateTimeFormat.YearMonthPattern, culture);
    }

    public static string MonthName(int month, string language) =>
        Cultures.Of(language).DateTimeFormat.GetMonthName(month);
}
