using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.LocalDev.Running;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// From the start of the host's process to the first answer of a function, for the published ReadyToRun app with Azurite
/// already up; against an empty app of the official worker under the same host. The two take turns.
/// </summary>
internal sealed class StartBenchmark : IBenchmark
{
    public string Name => "start";

    public string Usage =>
        "[--runs 7]  seconds from process start to the first function run (Health); ratio to an empty worker app";

    public IReadOnlyList<Aim> Aims => [new("ratio", 1.2)];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var runs = arguments.Number("runs", arguments.Quick ? 1 : 7);
        var app = arguments.Quick
            ? AppFolder.Find()
            : await PublishAsync("src/FunctionsPipeline.Functions", log, cancellationToken);
        var empty = arguments.Quick
            ? EmptyAppFolder.Find()
            : await PublishAsync(EmptyAppFolder.Project, log, cancellationToken);
        var storage = await AzuriteFixture.NewAccountAsync();
        // The first start of an account creates what the host keeps there.
        await MeasureAsync(app, storage, cancellationToken);
        var ours = new List<double>();
        var theirs = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            ours.Add(await MeasureAsync(app, storage, cancellationToken));
            theirs.Add(await MeasureAsync(empty, storage, cancellationToken));
            await log.WriteLineAsync($"start {run + 1}: {ours[^1]:0.000} s, empty app {theirs[^1]:0.000} s");
        }
        return new JsonObject
        {
            ["seconds"] = Math.Round(Median(ours), 3),
            ["slowest_seconds"] = Math.Round(ours.Max(), 3),
            ["empty_seconds"] = Math.Round(Median(theirs), 3),
            ["ratio"] = Math.Round(Median(ours) / Median(theirs), 2),
            ["runs"] = runs,
        };
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static async Task<string> PublishAsync(string project, TextWriter log, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetTempPath(), "fp-bench-published", Path.GetFileName(project));
        await log.WriteLineAsync($"publishing {project} with ReadyToRun");
        await Timed.RunAsync(
            "dotnet",
            [
                "publish",
                project,
                "-c",
                "Release",
                "--use-current-runtime",
                "--self-contained",
                "false",
                "-p:PublishReadyToRun=true",
                "-o",
                folder,
            ],
            RepositoryRoot.Find(),
            cancellationToken
        );
        return folder;
    }

    private static async Task<double> MeasureAsync(string folder, string storage, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "FunctionsPipeline.LocalHost.dll"),
                "--app",
                folder,
                "--urls",
                address.AbsoluteUri,
            },
        };
        start.Environment["AzureWebJobsStorage"] = storage;
        start.Environment["SendGrid__ApiKey"] = BenchServices.ApiKey;
        using var http = new HttpClient { BaseAddress = address };

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            while (clock.Elapsed < TimeSpan.FromMinutes(2))
            {
                if (process.HasExited)
                    throw new InvalidOperationException(
                        $"The host ended with {process.ExitCode}: {await errors}{await output}"
                    );
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
            throw new TimeoutException("The app did not start within two minutes.");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
