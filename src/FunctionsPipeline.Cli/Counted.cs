using System.Globalization;

namespace FunctionsPipeline.Cli;

/// <summary>A number with what it counts: <c>1 row</c>, <c>2 rows</c>.</summary>
internal static class Counted
{
    /// <param name="one">The word for one of them, which takes an 's' for more, or 'es' after an 's'.</param>
    public static string Of(long count, string one) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count} {one}{(count == 1 ? "" : one.EndsWith('s') ? "es" : "s")}"
        );
}
