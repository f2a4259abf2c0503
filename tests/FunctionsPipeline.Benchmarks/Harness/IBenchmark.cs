using System.Text.Json.Nodes;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>One benchmark: a file of its own, listed in Program.cs.</summary>
public interface IBenchmark
{
    /// <summary>What is written on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures and its options, in a line or two.</summary>
    string Usage { get; }

    /// <summary>True where <c>ratio</c> is the other side's time over ours.</summary>
    bool HigherRatioIsBetter => false;

    /// <summary>Runs and returns the figures by name, the unit in each name.</summary>
    /// <param name="log">For people: progress and what is being compared.</param>
    Task<JsonObject> RunAsync(BenchmarkArguments arguments, TextWriter log, CancellationToken cancellationToken);
}

/// <summary>Chooses the benchmark and prints its figures as one line of JSON at the end.</summary>
public static class BenchmarkRunner
{
    public static async Task<int> RunAsync(
        IReadOnlyList<IBenchmark> benchmarks,
        string[] args,
        TextWriter output,
        TextWriter error
    )
    {
        var chosen = benchmarks.FirstOrDefault(b => args.Length > 0 && b.Name == args[0]);
        if (chosen is null)
        {
            await error.WriteLineAsync("Name a benchmark. --against FILE compares with what an earlier run printed:");
            foreach (var benchmark in benchmarks)
                await error.WriteLineAsync($"  {benchmark.Name, -12} {benchmark.Usage}");
            return 2;
        }
        var arguments = new BenchmarkArguments(args[1..]);
        var earlier = arguments.Text("against") is { } file ? await File.ReadAllTextAsync(file) : null;
        var figures = await chosen.RunAsync(arguments, output, CancellationToken.None);
        figures.Insert(0, "benchmark", chosen.Name);
        if (earlier is not null)
        {
            foreach (var line in Comparison.Lines(earlier, figures, chosen.HigherRatioIsBetter))
                await output.WriteLineAsync(line);
        }
        await output.WriteLineAsync(figures.ToJsonString());
        return 0;
    }
}
