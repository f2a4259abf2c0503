using System.Diagnostics;
using System.Globalization;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.LocalDev.Clock;

namespace FunctionsPipeline.Benchmarks.Crash;

/// <summary>What all nodes of a crash run agree on.</summary>
/// <param name="RequestSize">Recipients in a request.</param>
internal sealed record CrashSetting(string Storage, Uri Mail, string WebhookKey, ClockSetting Clock, int RequestSize)
{
    private static readonly string[] NotOfSending =
    [
        "RebuildSite",
        "SyndicateArticle",
        "Housekeeping",
        "KeepSubscribers",
        "RunImport",
        "RemindImports",
    ];

    /// <summary>App settings, by their names in the environment.</summary>
    public Dictionary<string, string?> AppSettings()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["SendGrid__ApiKey"] = BenchServices.ApiKey,
            ["SendGrid__BaseUrl"] = Mail.AbsoluteUri,
            ["SendGrid__WebhookPublicKey"] = WebhookKey,
            // A dead node's messages come back soon, and a message may meet many deaths.
            ["LocalHost__MessageInvisibility"] = "00:00:05",
            ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
            ["AzureFunctionsJobHost__extensions__queues__maxDequeueCount"] = "100",
            ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.5",
            ["AzureFunctionsJobHost__logging__logLevel__default"] = "Error",
            ["Logging__LogLevel__Default"] = "Error",
            ["DOTNET_TieredPGO"] = "0",
        };
        foreach (var function in NotOfSending)
            settings[$"AzureWebJobs.{function}.Disabled"] = "true";
        var small = SmallRequests.Setting(RequestSize);
        settings[small.Key] = small.Value;
        return settings;
    }
}

/// <summary>
/// A host with its worker. The minute is asked of every node at once, over HTTP: the host's own lock on the timer outlives a
/// killed holder by 15 real seconds, which are minutes of the run's clock, and all at once is worse than what a host does.
/// </summary>
internal sealed class CrashNode : IDisposable
{
    private const string Tick = "admin/functions/TickNewsletters";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http;

    private CrashNode(Process host, Uri address)
    {
        (Host, Address) = (host, address);
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
    }

    public Process Host { get; }

    public Uri Address { get; }

    public volatile bool Frozen;

    /// <summary>Returns when its functions answer.</summary>
    /// <exception cref="InvalidOperationException">It ended at its start; the message is what it said.</exception>
    public static async Task<CrashNode> StartAsync(CrashSetting setting)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "FunctionsPipeline.LocalDev.dll"),
                "--urls",
                address.AbsoluteUri,
            },
        };
        foreach (var (name, value) in setting.AppSettings())
            start.Environment[name] = value;
        start.Environment["AzureWebJobsStorage"] = setting.Storage;
        start.Environment["LocalDev__Example"] = "false";
        start.Environment["LocalDev__Clock"] = setting.Clock.ToString();
        start.Environment["LocalDev__WorkerHooks"] = typeof(CrashNode).Assembly.Location;
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var node = new CrashNode(process, address);
        var began = TimeProvider.System.GetTimestamp();
        while (!await node.AnswersAsync())
        {
            if (process.HasExited)
                throw new InvalidOperationException(
                    $"A node ended with {process.ExitCode}: {string.Concat(await said)}"
                );
            if (TimeProvider.System.GetElapsedTime(began) > StartLimit)
                throw new TimeoutException($"A node did not start within {StartLimit}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
        return node;
    }

    /// <summary>
    /// Runs the minute's function. A node that is dead, frozen or about to start its worker again does not answer.
    /// </summary>
    public async Task TickAsync()
    {
        try
        {
            using var answer = await _http.PostAsync(new Uri(Tick, UriKind.Relative), content: null);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // The next minute comes.
        }
    }

    /// <summary>The process id of its worker; null while there is none.</summary>
    public async Task<string?> WorkerAsync()
    {
        using var find = Process.Start(
            new ProcessStartInfo("pgrep", ["-P", Id, "-f", "FunctionsPipeline.Functions.dll"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        var found = await find.StandardOutput.ReadLineAsync();
        await find.WaitForExitAsync();
        return found;
    }

    public string Id => Host.Id.ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _http.Dispose();
        Host.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("api/health", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
