using System.Collections.Concurrent;
using System.Globalization;

namespace FunctionsPipeline.Localization;

/// <summary>How a language is written: its direction and its dates.</summary>
internal static class Cultures
{
    private static readonly ConcurrentDictionary<string, CultureInfo> Known = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConcurrentDictionary<CultureInfo, string> Patterns = new();

    /// <summary>The language's culture; for one that the system does not know, the invariant one.</summary>
    public static CultureInfo Of(string language)
    {
        // Tags come from authors: what is kept is bounded.
        if (Known.TryGetValue(language, out var culture))
            return culture;
        try
        {
            culture = CultureInfo.GetCultureInfo(language);
        }
        catch (CultureNotFoundException)
        {
            culture = CultureInfo.InvariantCulture;
        }
        if (Known.Count < 256)
            Known[language] = culture;
        return culture;
    }

    /// <summary>
    /// HTML's <c>dir</c>: <c>rtl</c> or <c>ltr</c>; <c>ltr</c> for a language that the system does not know.
    /// </summary>
    public static string Direction(string language) => Of(language).TextInfo.IsRightToLeft ? "rtl" : "ltr";

    /// <summary>The long date without the day of the week.</summary>
    public static string LongDate(CultureInfo culture) =>
        Patterns.GetOrAdd(
            culture,
            static c =>
            {
                var pattern = c.DateTimeFormat.LongDatePattern;
                foreach (var day in (ReadOnlySpan<string>)["dddd, ", "dddd، ", "dddd ", ", dddd", " dddd", "dddd"])
                    pattern = pattern.Replace(day, "", StringComparison.Ordinal);
                return pattern.Trim(' ', ',');
            }
        );
}
