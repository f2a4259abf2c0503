using System.Collections.Concurrent;
using System.Globalization;

namespace FunctionsPipeline.Articles.Rendering;

/// <summary>How a language writes dates.</summary>
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

    /// <summary>The long date without the day of the week.</summary>
    public static string LongDate(CultureInfo culture) => Patterns.GetOrAdd(culture, static c =>
    {
        var pattern = c.DateTimeFormat.LongDatePattern;
        foreach (var day in (ReadOnlySpan<string>)["dddd, ", "dddd ", ", dddd", " dddd", "dddd"])
            pattern = pattern.Replace(day, "", StringComparison.Ordinal);
        return pattern.Trim(' ', ',');
    });
}
