using System.Diagnostics;
using System.Text.Json;

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
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "FunctionsPipeline.Benchmarks.dll"), name, "--quick" },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output + await error);
        using var json = JsonDocument.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.Equal(name, json.RootElement.GetProperty("benchmark").GetString());
        Assert.All(figures, figure => Assert.Equal(JsonValueKind.Number, json.RootElement.GetProperty(figure).ValueKind));
        if (json.RootElement.TryGetProperty("failed", out var failed))
            Assert.Equal(0, failed.GetInt32());
    }
}
