using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks;
using FunctionsPipeline.Benchmarks.Charts;
using FunctionsPipeline.Benchmarks.Harness;

namespace FunctionsPipeline.Tests.Benchmarks;

/// <summary>Results that are kept, and what the README says of them.</summary>
public sealed class ResultsTests
{
    private const string Results = """
        {"benchmark":"fast","ratio":1.25,"seconds_spread":1.07,"note":"at night","options":"--count 5","commit":"1234567"}
        {"benchmark":"fast","lost":0,"ratio":0.75,"options":"","commit":"1234567+"}
        {"benchmark":"gone","ratio":9,"options":"","commit":"1234567"}
        """;

    private static readonly IBenchmark[] Benchmarks = [new Fast()];

    [Fact]
    public void Each_figure_with_an_aim_has_a_row_that_says_whether_it_is_met() =>
        Assert.Equal(
            """
            | command | figure | measured | aim | | commit |
            |---|---|---:|---|---|---|
            | `fast --count 5` | ratio | 1.25 (spread 1.07; at night) | at most 1 | **missed** | 1234567 |
            | `fast` | ratio | 0.75 | at most 1 | met | 1234567+ |
            | `fast` | lost | 0 | at most 0 | met | 1234567+ |

            """.ReplaceLineEndings("\n"),
            ResultsTable.Markdown(ResultsFile.Read(Results), Benchmarks)
        );

    [Fact]
    public async Task A_later_result_of_the_same_command_takes_the_place_of_an_earlier_one()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Results);

            await ResultsFile.RecordAsync(
                file,
                new JsonObject { ["benchmark"] = "fast", ["ratio"] = 0.5 },
                ["--count", "5"],
                new DateOnly(2027, 1, 1),
                CancellationToken.None
            );

            var kept = ResultsFile.Read(await File.ReadAllTextAsync(file));
            Assert.Equal(["fast", "gone", "fast --count 5"], kept.Select(r => r.Command));
            Assert.Equal(0.5, kept[^1].Number("ratio"));
            Assert.Equal("2027-01-01", (string?)kept[^1].Figures["date"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_part_of_a_text_is_replaced_and_nothing_else()
    {
        const string text = "before\n<!-- a: written by `charts` -->\nold\n<!-- end of a -->\nafter\n";

        Assert.Equal(text.Replace("old", "new", StringComparison.Ordinal), Section.Put(text, "a", "new\n"));
        Assert.Throws<InvalidDataException>(() => Section.Put(text, "b", "new\n"));
    }

    /// <summary>One bar for each ratio, however it is meant; the results without one have none.</summary>
    [Fact]
    public void The_chart_names_each_command_that_has_a_ratio()
    {
        var svg = RatioChart.Svg(ResultsFile.Read(Results), Benchmarks)!;

        Assert.Contains(">fast --count 5<", svg, StringComparison.Ordinal);
        Assert.Contains(">1.25<", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("gone", svg, StringComparison.Ordinal);
        Assert.Null(RatioChart.Svg([], Benchmarks));
    }

    /// <summary>No figure on the page is written by hand.</summary>
    [Fact]
    public async Task The_page_shows_what_the_results_file_holds()
    {
        var folder = Path.Combine(RepositoryRoot.Find(), ChartsBenchmark.Folder);
        var results = ResultsFile.Read(await File.ReadAllTextAsync(Path.Combine(folder, "results.jsonl")));
        var page = await File.ReadAllTextAsync(Path.Combine(folder, "README.md"));

        Assert.Equal(page, ChartsBenchmark.Readme(page, results, AllBenchmarks.Measuring));
        foreach (var (name, content) in ChartsBenchmark.Files(results, AllBenchmarks.Measuring))
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(folder, "charts", name)), content);
    }

    private sealed class Fast : IBenchmark
    {
        public string Name => "fast";

        public string Usage => "";

        public IReadOnlyList<Aim> Aims => [new("ratio", 1), new("lost", 0)];

        public Task<JsonObject> RunAsync(
            BenchmarkArguments arguments,
            TextWriter log,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();
    }
}
