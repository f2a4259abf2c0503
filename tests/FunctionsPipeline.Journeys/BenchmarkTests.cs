using System.Diagnostics;
using System.Text.Json;
using FunctionsPipeline.Cli.Cost;

namespace FunctionsPipeline.Journeys;

/// <summary>Each benchmark's quick mode, so that none rots. Too small to claim anything: no figure's size is judged here.</summary>
public sealed class BenchmarkTests
{
    [Theory]
    [InlineData("publish", "articles_per_second", "ratio", "storage_operations_per_article")]
    [InlineData("start", "seconds")]
    [InlineData("render", "articles_per_second", "allocated_bytes_per_article", "failed", "ratio")]
    [InlineData("site", "storage_operations", "bytes_written", "seconds")]
    [InlineData("build", "seconds", "articles", "pages")]
    public async Task A_quick_run_ends_with_its_figures(string name, params string[] figures)
    {
        using var json = JsonDocument.Parse((await RunAsync(name)).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.Equal(name, json.RootElement.GetProperty("benchmark").GetString());
        Assert.All(figures, figure => Assert.Equal(JsonValueKind.Number, json.RootElement.GetProperty(figure).ValueKind));
        if (json.RootElement.TryGetProperty("failed", out var failed))
            Assert.Equal(0, failed.GetInt32());
    }

    /// <summary>The bill is made of what the code does now, not of what it once did.</summary>
    [Fact]
    public async Task The_storage_operations_that_the_cost_table_counts_on_are_those_that_are_measured()
    {
        var file = Path.GetTempFileName();
        try
        {
            await RunAsync("operations", "--out", file);
            await using var stream = File.OpenRead(file);
            var (measured, shipped) = (MeasuredOperations.Read(stream), MeasuredOperations.Shipped());

            foreach (var property in typeof(MeasuredOperations).GetProperties().Where(p => p.PropertyType == typeof(StepOperations)))
            {
                var (now, then) = ((StepOperations)property.GetValue(measured)!, (StepOperations)property.GetValue(shipped)!);
                Assert.True(
                    IsNear(now.Reads, then.Reads) && IsNear(now.Writes, then.Writes) && IsNear(now.Lists, then.Lists) && IsNear(now.QueueCalls, then.QueueCalls),
                    $"{property.Name} asks storage for {now}, but the cost table counts on {then}. Run "
                    + "`dotnet run -c Release --project tests/FunctionsPipeline.Benchmarks -- operations --out src/FunctionsPipeline.Cli/Cost/operations.json`, "
                    + "then replace the table in infra/README.md by the output of `fp cost`.");
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Within a tenth, or two calls.</summary>
    private static bool IsNear(decimal now, decimal then) => Math.Abs(now - then) <= Math.Max(2, then / 10);

    private static async Task<string> RunAsync(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "FunctionsPipeline.Benchmarks.dll"), name, "--quick" },
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await error);
        return output;
    }
}
