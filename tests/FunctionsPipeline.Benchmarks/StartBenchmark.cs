using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Harness;

namespace FunctionsPipeline.Benchmarks;

/// <summary>From process start to the first function run, for the published ReadyToRun app with Azurite already up.</summary>
internal sealed class StartBenchmark : IBenchmark
{
    public string Name => "start";

    public string Usage => "[--runs 7] [--published DIR]  seconds from process start to the first function run (Health)";

    public async Task<JsonObject> RunAsync(BenchmarkArguments arguments, TextWriter log, CancellationToken cancellationToken)
    {
        var runs = arguments.Number("runs", arguments.Quick ? 1 : 7);
        var folder = arguments.Text("published") ?? (arguments.Quick ? AppContext.BaseDirectory : await PublishAsync(log, cancellationToken));
        var storage = await AzuriteFixture.NewAccountAsync();
        var seconds = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            seconds.Add(await MeasureAsync(folder, storage, cancellationToken));
            await log.WriteLineAsync($"start {run + 1}: {seconds[^1]:0.000} s");
        }
        seconds.Sort();
        return new JsonObject { ["seconds"] = Math.Round(seconds[seconds.Count / 2], 3), ["slowest_seconds"] = Math.Round(seconds[^1], 3), ["runs"] = runs };
    }

    private static async Task<string> PublishAsync(TextWriter log, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetTempPath(), "fp-bench-published");
        await log.WriteLineAsync("publishing with ReadyToRun …");
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = RepositoryRoot.Find(),
            ArgumentList =
            {
                "publish", "src/FunctionsPipeline.Functions", "-c", "Release", "--use-current-runtime", "--self-contained", "false",
                "-p:PublishReadyToRun=true", "-o", folder,
            },
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? folder : throw new InvalidOperationException(said);
    }

    private static async Task<double> MeasureAsync(string folder, string storage, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            ArgumentList = { Path.Combine(folder, "FunctionsPipeline.Functions.dll") },
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["AzureWebJobsStorage"] = storage;
        start.Environment["ASPNETCORE_URLS"] = address.ToString().TrimEnd('/');
        using var http = new HttpClient { BaseAddress = address };

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync(cancellationToken);
        _ = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            while (clock.Elapsed < TimeSpan.FromMinutes(1))
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri("api/health", UriKind.Relative), cancellationToken);
                    if (answer.StatusCode == HttpStatusCode.OK)
                        return clock.Elapsed.TotalSeconds;
                }
                catch (HttpRequestException)
                {
                    // Not listening yet.
                }
                await Task.Delay(2, cancellationToken);
            }
            throw new TimeoutException("The app did not start within a minute.");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
