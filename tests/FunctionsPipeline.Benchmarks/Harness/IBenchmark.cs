using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Charts;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>One benchmark: a file of its own, listed in AllBenchmarks.cs.</summary>
public interface IBenchmark
{
    /// <summary>What is written on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures and its options, in a line or two.</summary>
    string Usage { get; }

    /// <summary>What its figures are to reach; the table of results judges by them.</summary>
    IReadOnlyList<Aim> Aims => [];

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
            await error.WriteLineAsync(
                "Name a benchmark. --against FILE compares with what an earlier run printed; --record FILE keeps the result for `charts`, with --note TEXT beside it:"
            );
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
        if (arguments.Text("note") is { } note)
            figures["note"] = note;
        if (arguments.Text("record") is { } results)
            await ResultsFile.RecordAsync(results, figures, OptionsOf(args[1..]), Today(), CancellationToken.None);
        await output.WriteLineAsync(figures.ToJsonString());
        return 0;
    }

    /// <summary>Those that say what was measured, not what becomes of the result.</summary>
    private static IReadOnlyList<string> OptionsOf(string[] args) =>
        [.. args.Where((a, at) => !IsAboutTheResult(a) && (at == 0 || !IsAboutTheResult(args[at - 1])))];

    private static bool IsAboutTheResult(string argument) => argument is "--record" or "--against" or "--note";

    private static DateOnly Today() => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
}
