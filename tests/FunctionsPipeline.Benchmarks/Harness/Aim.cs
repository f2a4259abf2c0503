using System.Globalization;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>What a figure is to reach.</summary>
/// <param name="Figure">Its name in the line of JSON.</param>
/// <param name="AtMost">False: at least.</param>
public sealed record Aim(string Figure, double Value, bool AtMost = true)
{
    public bool IsMetBy(double measured) => AtMost ? measured <= Value : measured >= Value;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(AtMost ? "at most" : "at least")} {Value:#,0.####}");
}
