using System.Globalization;
using System.Text;
using FunctionsPipeline.Benchmarks.Harness;

namespace FunctionsPipeline.Benchmarks.Charts;

/// <summary>The table of results in the README: a row for each figure that has an aim.</summary>
internal static class ResultsTable
{
    public static string Markdown(IReadOnlyList<RecordedResult> results, IReadOnlyList<IBenchmark> benchmarks)
    {
        var text = new StringBuilder("| command | figure | measured | aim | | commit |\n|---|---|---:|---|---|---|\n");
        foreach (var (result, aim) in Judged(results, benchmarks))
        {
            var measured = result.Number(aim.Figure)!.Value;
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{result.Command}` | {aim.Figure} | {measured:#,0.####}{Circumstances(result)} | {aim} | {(aim.IsMetBy(measured) ? "met" : "**missed**")} | {result.Commit} |\n"
            );
        }
        return text.ToString();
    }

    /// <summary>In the benchmarks' order; figures that a run did not give are left out.</summary>
    public static IEnumerable<(RecordedResult Result, Aim Aim)> Judged(
        IReadOnlyList<RecordedResult> results,
        IReadOnlyList<IBenchmark> benchmarks
    ) =>
        from benchmark in benchmarks
        from result in results
        where result.Benchmark == benchmark.Name
        from aim in benchmark.Aims
        where result.Number(aim.Figure) is not null
        select (result, aim);

    /// <summary>How far the rounds of the run lay apart, and what else the machine did.</summary>
    private static string Circumstances(RecordedResult result)
    {
        var said = new List<string>();
        if (result.Number("seconds_spread") is { } spread)
            said.Add(string.Create(CultureInfo.InvariantCulture, $"spread {spread:0.00}"));
        if ((string?)result.Figures["note"] is { } note)
            said.Add(note);
        return said.Count == 0 ? "" : $" ({string.Join("; ", said)})";
    }
}
