using System.Diagnostics;
using System.Net;
using System.Text;

namespace FunctionsPipeline.Testing;

/// <summary>
/// The app as its users meet it: the built function app in the official worker, under the local host, in processes of their
/// own, on an empty storage account and a free port.
/// </summary>
public sealed class RunningApp : IAsyncDisposable
{
    private readonly StringBuilder _log = new();
    private readonly Process _process;

    private RunningApp(Process process, Uri address, string connectionString)
    {
        (_process, Address, ConnectionString) = (process, address, connectionString);
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public string ConnectionString { get; }

    public int ProcessId => _process.Id;

    public HttpClient Http { get; } = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });

    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <param name="connectionString">Null for a new account.</param>
    /// <param name="settings">Further app settings, as environment variables.</param>
    public static async Task<RunningApp> StartAsync(
        string? connectionString = null,
        IReadOnlyDictionary<string, string>? settings = null,
        params string[] args
    )
    {
        connectionString ??= await AzuriteFixture.NewAccountAsync();
        return await StartAsync(address => Built(address, connectionString, settings, args), connectionString);
    }

    /// <summary>Starts it in a way of one's own.</summary>
    /// <param name="start">What to start, given the address to listen at.</param>
    public static async Task<RunningApp> StartAsync(Func<Uri, ProcessStartInfo> start, string connectionString)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        var how = start(address);
        (how.RedirectStandardOutput, how.RedirectStandardError) = (true, true);
        var app = new RunningApp(Process.Start(how)!, address, connectionString);
        try
        {
            await app.WaitUntilHealthyAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>As it was built, for a developer.</summary>
    private static ProcessStartInfo Built(
        Uri address,
        string connectionString,
        IReadOnlyDictionary<string, string>? settings,
        string[] args
    )
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = AppContext.BaseDirectory,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "FunctionsPipeline.LocalDev.dll"),
                "--urls",
                address.ToString(),
            },
        };
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        start.Environment["AzureWebJobsStorage"] = connectionString;
        start.Environment["LocalDev__Example"] = "false";
        start.Environment["LocalHost__BlobWatchInterval"] = "00:00:00.5";
        // An idle queue is otherwise polled every 30 s.
        start.Environment["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:01";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return start;
    }

    /// <summary>Ends it as an operator would.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Ends the host as a power cut would; its worker ends with it.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends the worker alone, as a crash of the app would.</summary>
    public async Task KillWorkerAsync()
    {
        using var kill = Process.Start(
            "pkill",
            ["-KILL", "-P", $"{_process.Id}", "-f", "FunctionsPipeline.Functions.dll"]
        );
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
    }

    private async Task WaitUntilHealthyAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The app ended with code {_process.ExitCode}:\n{Log}");
            try
            {
                if ((await Http.GetAsync(new Uri(Address, "api/health"), limit.Token)).StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"The app is not healthy after two minutes:\n{Log}", e);
            }
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private void Append(string? line)
    {
        if (line is null)
            return;
        lock (_log)
            _log.AppendLine(line);
    }
}
