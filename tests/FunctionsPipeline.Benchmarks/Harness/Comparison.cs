using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>Says of each figure whether it is better, the same or worse than in an earlier result.</summary>
internal static class Comparison
{
    /// <summary>Smaller changes are noise on any machine.</summary>
    private const double Noise = 0.05;

    private static readonly string[] LowerIsBetter =
    [
        "seconds",
        "ms",
        "mb",
        "bytes",
        "bytes_per_article",
        "operations",
        "operations_per_article",
        "operations_per_recipient",
        "ratio",
    ];

    /// <summary>A table for people: figure, earlier, now, and the word.</summary>
    /// <param name="earlier">What a run printed; its last line counts.</param>
    /// <param name="higherRatioIsBetter">True where the ratio is the other side over ours.</param>
    /// <exception cref="InvalidDataException">It is the result of another benchmark, or none.</exception>
    public static IEnumerable<string> Lines(string earlier, JsonObject now, bool higherRatioIsBetter)
    {
        var then = Read(earlier, (string?)now["benchmark"]);
        foreach (var (name, value) in now)
        {
            if (
                Better(name, higherRatioIsBetter) is not { } higher
                || Number(value) is not { } today
                || Number(then[name]) is not { } before
            )
                continue;
            var noise = Noise + Math.Max(Spread(now, name), Spread(then, name));
            var change = before == 0 ? 0 : (today / before) - 1;
            var word =
                Math.Abs(change) <= noise ? "same"
                : change > 0 == higher ? "better"
                : "worse";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -34} {before, 12:0.####} {today, 12:0.####} {change, 8:+0%;-0%;0%}  {word}"
            );
        }
    }

    /// <summary>True if more of it is better, false if less; null for what is neither, such as how many articles there were.</summary>
    private static bool? Better(string name, bool higherRatioIsBetter) =>
        name.EndsWith("_spread", StringComparison.Ordinal) ? null
        : name.EndsWith("_per_second", StringComparison.Ordinal) ? true
        : name == "ratio" ? higherRatioIsBetter
        : Array.Exists(LowerIsBetter, u => name == u || name.EndsWith("_" + u, StringComparison.Ordinal)) ? false
        : null;

    /// <summary>What the rounds of the run lay apart, of which every figure of it may be wrong.</summary>
    private static double Spread(JsonObject figures, string name) =>
        (Number(figures[name + "_spread"]) ?? Number(figures["seconds_spread"]) ?? 1) - 1;

    private static double? Number(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number ? node.GetValue<double>() : null;

    private static JsonObject Read(string earlier, string? benchmark)
    {
        try
        {
            if (
                JsonNode.Parse(earlier.TrimEnd().Split('\n')[^1]) is JsonObject result
                && (string?)result["benchmark"] == benchmark
            )
                return result;
        }
        catch (JsonException)
        {
            // Told below.
        }
        throw new InvalidDataException($"The file to compare with does not end with a result of '{benchmark}'.");
    }
}
