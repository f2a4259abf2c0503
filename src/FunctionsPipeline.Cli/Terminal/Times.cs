using System.Globalization;

namespace FunctionsPipeline.Cli.Terminal;

/// <summary>Times as people read them in a table.</summary>
internal static class Times
{
    /// <summary>With the offset, e.g. <c>2026-03-10 09:00 -06:00</c>; a dash for none.</summary>
    public static string Of(DateTimeOffset? at) =>
        at?.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture) ?? "-";
}
