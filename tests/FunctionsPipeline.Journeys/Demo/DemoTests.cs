using System.Diagnostics;

namespace FunctionsPipeline.Journeys.Demo;

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
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "FunctionsPipeline.LocalDev.dll"),
                "--demo",
                "--exit",
                "--urls",
                "http://127.0.0.1:0",
            },
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
        var said = await output;
        Assert.Contains("published", said, StringComparison.Ordinal);
        Assert.Contains("rejected", said, StringComparison.Ordinal);
        // The whole circle: planned, shown to staff, handed over, sent; and the account, line by line.
        Assert.Matches(@"\d\d:\d\d .*planned, for 4 people at \d\d:\d\d", said);
        Assert.Matches(@"\d\d:\d\d .*preview", said);
        Assert.Matches(@"\d\d:\d\d .*handed over", said);
        Assert.Matches(@"\d\d:\d\d .*goes out", said);
        Assert.Matches(@"moves-away@mail.example +│ yes +│ bounced", said);
        Assert.Matches(@"noor@mail.example +│ no +│ not sent", said);
        string[] account =
        [
            "asked for the newsletter 5",
            "- not confirmed 1",
            "= recipients 4",
            "delivered 3",
            "bounced 1",
            "= accounted for 4",
        ];
        Assert.Equal(account, AccountLines(said));
        Assert.Contains(
            "The next issue would go to 2 of 5 (1 not confirmed, 1 unsubscribed, 1 bounced).",
            said,
            StringComparison.Ordinal
        );
        Assert.Contains("Everything is as expected.", said, StringComparison.Ordinal);
    }

    /// <summary>The two-column table, without its frame.</summary>
    private static IEnumerable<string> AccountLines(string said) =>
        said.Split('\n')
            .Select(line => line.Split('│', StringSplitOptions.TrimEntries))
            .Where(cells => cells is [_, _, { Length: > 0 } number, _] && int.TryParse(number, out _))
            .Select(cells => $"{cells[1]} {cells[2]}");
}
