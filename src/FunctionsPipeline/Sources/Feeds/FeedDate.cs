using System.Globalization;

namespace FunctionsPipeline.Sources.Feeds;

/// <summary>Dates as feeds write them: RFC 822 with its zones by name, RFC 3339, and what lies between.</summary>
internal static class FeedDate
{
    /// <summary>RFC 822, section 5.1, and the zones that servers of Europe write.</summary>
    private static readonly Dictionary<string, string> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UT"] = "+00:00",
        ["UTC"] = "+00:00",
        ["GMT"] = "+00:00",
        ["Z"] = "+00:00",
        ["EST"] = "-05:00",
        ["EDT"] = "-04:00",
        ["CST"] = "-06:00",
        ["CDT"] = "-05:00",
        ["MST"] = "-07:00",
        ["MDT"] = "-06:00",
        ["PST"] = "-08:00",
        ["PDT"] = "-07:00",
        ["WET"] = "+00:00",
        ["BST"] = "+01:00",
        ["CET"] = "+01:00",
        ["CEST"] = "+02:00",
        ["EET"] = "+02:00",
        ["EEST"] = "+03:00",
    };

    /// <summary>No site is older: what lies before is a default of some program.</summary>
    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <returns>UTC, whole seconds; null for what is no date. Without a zone it is read as UTC.</returns>
    public static DateTimeOffset? Parse(string? text)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text) || text.Length > 60)
            return null;
        // The day of the week is often wrong, and a wrong one is no date to .NET.
        if (text.IndexOf(',', StringComparison.Ordinal) is >= 0 and < 12 and var comma)
            text = text[(comma + 1)..].TrimStart();
        var space = text.LastIndexOf(' ');
        if (space > 0)
        {
            var zone = text[(space + 1)..].Trim('(', ')');
            if (Zones.TryGetValue(zone, out var offset))
                text = text[..space] + " " + offset;
            else if (zone is ['+' or '-', _, _, _, _] && int.TryParse(zone[1..], out _))
                text = text[..space] + " " + zone[..3] + ":" + zone[3..];
        }
        if (
            !DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces,
                out var date
            )
            || date < Earliest
            || date.Year > 9000
        )
            return null;
        date = date.ToUniversalTime();
        return date.AddTicks(-(date.Ticks % TimeSpan.TicksPerSecond));
    }
}
