using System.Diagnostics;
using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Build;

namespace FunctionsPipeline.Benchmarks.Preview;

/// <summary><c>fp preview</c> in a process of its own, with one browser that listens for events.</summary>
internal sealed class RunningPreview : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly StreamReader _events;

    private RunningPreview(Process process, HttpClient http, StreamReader events) =>
        (_process, _http, _events) = (process, http, events);

    public static async Task<RunningPreview> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [typeof(SiteBuilder).Assembly.Location, "preview", folder, "--port", "0", "--no-browser", "--json"]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        var said = "";
        while (!said.Contains('}') && await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            said += line;
        var http = new HttpClient { BaseAddress = new Uri(JsonNode.Parse(said)!["address"]!.GetValue<string>()) };
        var events = new StreamReader(
            await http.GetStreamAsync(new Uri("events", UriKind.Relative), cancellationToken)
        );
        // The version that is there already.
        await events.ReadLineAsync(cancellationToken);
        return new RunningPreview(process, http, events);
    }

    /// <summary>Waits for an event and asks for the page, until it shows the text.</summary>
    /// <param name="page">From the site's root.</param>
    public async Task ShowsAsync(string page, string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await _events.ReadLineAsync(cancellationToken);
            if (line is null)
                throw new InvalidOperationException("fp preview has ended.");
            if (
                line.StartsWith("data:", StringComparison.Ordinal)
                && (await _http.GetStringAsync(new Uri("/" + page, UriKind.Relative), cancellationToken)).Contains(
                    text,
                    StringComparison.Ordinal
                )
            )
                return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _events.Dispose();
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
