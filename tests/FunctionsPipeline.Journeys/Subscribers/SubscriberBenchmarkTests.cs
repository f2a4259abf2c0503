using System.Diagnostics;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Journeys.Subscribers;

/// <summary>The benchmarks run, and what must be zero is. Their figures are claimed nowhere: quick mode is too small for that.</summary>
public sealed class SubscriberBenchmarkTests
{
    [Theory]
    [InlineData("subscribers", "imported_per_second", "lost_updates")]
    [InlineData("join", "requests_per_second", "errors", "wrong_states")]
    public async Task Quick_mode_runs_and_finds_nothing_wrong(string name, string rate, params string[] zeros)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "FunctionsPipeline.Benchmarks.dll"), name, "--quick" },
        };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, said[1]);
        var figures = JsonNode.Parse(said[0].Trim().Split('\n')[^1])!;
        Assert.True((double)figures[rate]! > 0);
        Assert.All(zeros, zero => Assert.Equal(0, (int)figures[zero]!));
    }
}
