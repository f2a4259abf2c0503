using System.Diagnostics;

namespace FunctionsPipeline.Journeys;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_ends_well_and_shows_what_became_of_each_file()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "FunctionsPipeline.Functions.dll"), "--demo", "--exit", "--urls", "http://127.0.0.1:0" },
        };
        // The demo must need nothing of the environment that the tests run in.
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment.Remove("AzureWebJobsStorage");
        using var demo = Process.Start(start)!;
        var output = demo.StandardOutput.ReadToEndAsync();
        var error = demo.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await demo.WaitForExitAsync(limit.Token);

        Assert.True(demo.ExitCode == 0, await output + await error);
        Assert.Contains("published", await output, StringComparison.Ordinal);
        Assert.Contains("rejected", await output, StringComparison.Ordinal);
        Assert.Contains("Everything is as expected.", await output, StringComparison.Ordinal);
    }
}
