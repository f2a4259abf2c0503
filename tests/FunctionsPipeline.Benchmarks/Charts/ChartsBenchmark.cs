using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Growth;
using FunctionsPipeline.Benchmarks.Harness;

namespace FunctionsPipeline.Benchmarks.Charts;

/// <summary>Draws what was recorded with <c>--record</c>, and writes the README's tables.</summary>
/// <param name="benchmarks">Whose aims are judged.</param>
internal sealed class ChartsBenchmark(IReadOnlyList<IBenchmark> benchmarks) : IBenchmark
{
    /// <summary>From the root of the repository.</summary>
    public const string Folder = "tests/FunctionsPipeline.Benchmarks";

    public string Name => "charts";

    public string Usage =>
        $"[--folder {Folder}]  measures nothing: writes charts/ and the tables of README.md from results.jsonl";

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var folder = arguments.Text("folder") ?? Folder;
        var results = ResultsFile.Read(
            await File.ReadAllTextAsync(Path.Combine(folder, "results.jsonl"), cancellationToken)
        );
        var readme = Path.Combine(folder, "README.md");
        var pictures = Path.Combine(folder, "charts");
        Directory.CreateDirectory(pictures);
        foreach (var (name, content) in Files(results, benchmarks))
            await File.WriteAllTextAsync(Path.Combine(pictures, name), content, cancellationToken);
        await File.WriteAllTextAsync(
            readme,
            Readme(await File.ReadAllTextAsync(readme, cancellationToken), results, benchmarks),
            cancellationToken
        );
        return new JsonObject { ["results"] = results.Count };
    }

    /// <summary>The README with its tables as the results have them.</summary>
    public static string Readme(
        string readme,
        IReadOnlyList<RecordedResult> results,
        IReadOnlyList<IBenchmark> benchmarks
    )
    {
        readme = Section.Put(readme, "results", ResultsTable.Markdown(results, benchmarks));
        return Growth(results) is { } growth ? Section.Put(readme, "growth", GrowthTables.Markdown(growth)) : readme;
    }

    /// <summary>Pictures by their file names.</summary>
    public static IEnumerable<(string Name, string Content)> Files(
        IReadOnlyList<RecordedResult> results,
        IReadOnlyList<IBenchmark> benchmarks
    )
    {
        if (RatioChart.Svg(results, benchmarks) is { } ratios)
            yield return ("ratios.svg", ratios);
        if (Growth(results) is not { } growth)
            yield break;
        yield return ("growth-time.svg", GrowthCharts.Time(growth));
        yield return ("growth-money.svg", GrowthCharts.Money(growth));
    }

    private static GrowthModel? Growth(IReadOnlyList<RecordedResult> results) =>
        results.LastOrDefault(r => r.Figures[ScaleBenchmark.UnitCostsFigure] is not null) is { } scale
        && scale.Figures[ScaleBenchmark.UnitCostsFigure].Deserialize<UnitCosts>() is { } costs
            ? new GrowthModel(costs)
            : null;
}
