using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Journeys.Running;

/// <summary>A benchmark's quick mode, in a process of its own.</summary>
internal static class QuickBenchmark
{
    /// <returns>Its figures. Fails the test if it did not end well.</returns>
    public static async Task<JsonNode> RunAsync(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "FunctionsPipeline.Benchmarks.dll"),
                name,
                "--quick",
            },
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // See journeys.runsettings: what is measured is compiled as it is for users.
        start.Environment.Remove("DOTNET_TieredPGO");
        start.Environment.Remove("DOTNET_TC_CallCounting");
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, string.Concat(said));
        var figures = JsonNode.Parse(said[0].Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!;
        Assert.Equal(name, figures["benchmark"]!.GetValue<string>());
        return figures;
    }

    /// <summary>Runs it and looks for figures by name, and for failures.</summary>
    public static async Task HasFiguresAsync(string name, IReadOnlyCollection<string> figures)
    {
        var run = await RunAsync(name);

        Assert.All(figures, figure => Assert.Equal(JsonValueKind.Number, run[figure]!.GetValueKind()));
        if (run["failed"] is { } failed)
            Assert.Equal(0, (int)failed);
    }
}
