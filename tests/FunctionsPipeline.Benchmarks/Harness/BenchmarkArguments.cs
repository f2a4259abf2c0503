using System.Globalization;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary><c>--name value</c> and <c>--flag</c>.</summary>
public sealed class BenchmarkArguments(string[] args)
{
    /// <summary><c>--quick</c>: small enough to run among the tests, too small to claim anything.</summary>
    public bool Quick => Flag("quick");

    public bool Flag(string name) => Array.IndexOf(args, "--" + name) >= 0;

    public string? Text(string name)
    {
        var at = Array.IndexOf(args, "--" + name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }

    public int Number(string name, int fallback) =>
        Text(name) is { } text ? int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture) : fallback;
}
