using System.Text.Json;
using FunctionsPipeline.Cli.Cost;
using FunctionsPipeline.Journeys.Running;

namespace FunctionsPipeline.Journeys;

/// <summary>
/// Each benchmark's quick mode, so that none rots. Too small to claim anything: no figure's size is judged here.
/// </summary>
public sealed class BenchmarkTests
{
    [Theory]
    [InlineData("publish", "articles_per_second", "ratio", "storage_operations_per_article")]
    [InlineData("start", "seconds", "ratio")]
    [InlineData("render", "articles_per_second", "allocated_bytes_per_article", "failed", "ratio")]
    [InlineData("site", "storage_operations", "bytes_written", "seconds")]
    [InlineData("build", "seconds", "articles", "pages")]
    [InlineData("lint", "files", "seconds", "peer_seconds", "ratio")]
    [InlineData("preview", "saved_to_shown_ms", "fastest_ms", "slowest_ms")]
    [InlineData("issue", "html_bytes", "text_bytes", "compose_ms")]
    public async Task A_quick_run_ends_with_its_figures(string name, params string[] figures)
    {
        var run = await QuickBenchmark.RunAsync(name);

        Assert.All(figures, figure => Assert.Equal(JsonValueKind.Number, run[figure]!.GetValueKind()));
        if (run["failed"] is { } failed)
            Assert.Equal(0, (int)failed);
    }

    /// <summary>The same inputs in every run: what fails here has to be fixed, or shows a fault of a judge.</summary>
    [Fact]
    public async Task A_quick_run_of_hostile_inputs_finds_no_fault()
    {
        var run = await QuickBenchmark.RunAsync("fuzz");

        Assert.True((int)run["inputs"]! >= 1_000);
        Assert.All(
            ["crashes", "violations", "timeouts", "limits_exceeded"],
            figure => Assert.Equal(0, (int)run[figure]!)
        );
        Assert.True((double)run["peak_mb"]! > 0);
    }

    /// <summary>The bill is made of what the code does now, not of what it once did.</summary>
    [Fact]
    public async Task The_storage_operations_that_the_cost_table_counts_on_are_those_that_are_measured()
    {
        var file = Path.GetTempFileName();
        try
        {
            await QuickBenchmark.RunAsync("operations", "--out", file);
            await using var stream = File.OpenRead(file);
            var (measured, shipped) = (MeasuredOperations.Read(stream), MeasuredOperations.Shipped());

            foreach (
                var property in typeof(MeasuredOperations)
                    .GetProperties()
                    .Where(p => p.PropertyType == typeof(StepOperations))
            )
            {
                var (now, then) = (
                    (StepOperations)property.GetValue(measured)!,
                    (StepOperations)property.GetValue(shipped)!
                );
                Assert.True(
                    IsNear(now.Reads, then.Reads)
                        && IsNear(now.Writes, then.Writes)
                        && IsNear(now.Lists, then.Lists)
                        && IsNear(now.QueueCalls, then.QueueCalls),
                    $"{property.Name} asks storage for {now}, but the cost table counts on {then}. Run "
                        + "`dotnet run -c Release --project tests/FunctionsPipeline.Benchmarks -- operations --out src/FunctionsPipeline.Cli/Cost/operations.json`, "
                        + "then replace the table in infra/README.md by the output of `fp cost`."
                );
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Within a tenth, or two calls.</summary>
    private static bool IsNear(decimal now, decimal then) => Math.Abs(now - then) <= Math.Max(2, then / 10);
}
