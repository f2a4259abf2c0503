using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FunctionsPipeline.Standalone.Tests.Support;

/// <summary>The test app as a process of its own, for what cannot be seen from inside: signals, exit codes, deaths.</summary>
internal sealed partial class AppProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly Task _reading;

    private AppProcess(Process process, int port)
    {
        (_process, Port) = (process, port);
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public int Port { get; }

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    public static AppProcess Start(TestAccount account, int? port = null, params string[] settings)
    {
        var free = port ?? FreePort.Find();
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "FunctionsPipeline.Standalone.TestApp.dll"), $"--urls=http://127.0.0.1:{free}" },
            Environment =
            {
                ["AzureWebJobsStorage"] = account.ConnectionString,
                ["AzureWebJobs_RecordTick_Disabled"] = "false",
                ["Standalone__BlobScanInterval"] = "00:00:00.5",
                ["Standalone__MessageInvisibility"] = "00:00:05",
                ["Standalone__LockDuration"] = "00:00:15",
                ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.5",
            },
        };
        foreach (var setting in settings)
            start.ArgumentList.Add(setting);
        return new AppProcess(Process.Start(start)!, free);
    }

    public void Kill() => _process.Kill();

    public void Terminate() => Assert.Equal(0, Signal(_process.Id, 15));

    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(limit.Token);
        await _reading;
        return _process.ExitCode;
    }

    public Task WaitForOutputAsync(string part) => Eventually.TrueAsync(() => Output.Contains(part), part);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_output)
                _output.Add(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int processId, int signal);
}
