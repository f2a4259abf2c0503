using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace FunctionsPipeline.LocalHost.Tests.Support;

/// <summary>The host as a process of its own, for what cannot be seen from inside: signals, exit codes, deaths.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly Task _reading;

    private HostProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, ""), ReadAsync(process.StandardError, "error: "));
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    public static HostProcess Start(
        IReadOnlyDictionary<string, string?> settings,
        int? port = null,
        params string[] args
    )
    {
        var address = new Uri($"http://127.0.0.1:{port ?? FreePort.Find()}/");
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                typeof(LocalFunctionHost).Assembly.Location,
                "--app",
                TestApp.Folder,
                "--urls",
                address.GetLeftPart(UriPartial.Authority),
            },
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        return new HostProcess(Process.Start(start)!, address);
    }

    /// <summary>Waits until its triggers listen.</summary>
    public Task WaitForStartAsync() => WaitForOutputAsync(" functions run at ");

    /// <summary>The worker's process; between two workers it waits for the next one.</summary>
    public async Task<int> WorkerAsync(HttpClient http)
    {
        int? worker = null;
        await Eventually.TrueAsync(
            async () =>
            {
                using var status = JsonDocument.Parse(await http.GetStringAsync(new Uri(Address, "admin/host/status")));
                return (worker = status.RootElement.GetProperty("processId").Deserialize<int?>()) is not null;
            },
            "a worker"
        );
        return worker!.Value;
    }

    public void Kill() => _process.Kill();

    public void Terminate() => Assert.Equal(0, Signal(_process.Id, 15));

    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await _process.WaitForExitAsync(limit.Token);
        await _reading;
        return _process.ExitCode;
    }

    public Task WaitForOutputAsync(string part) =>
        Eventually.TrueAsync(
            async () =>
            {
                var ended = HasExited;
                // What it said last may still be in the pipe.
                if (ended)
                    await _reading;
                var said = Output;
                if (ended && !said.Contains(part, StringComparison.Ordinal))
                    throw new InvalidOperationException($"The host ended with {_process.ExitCode}:\n{said}");
                return said.Contains(part, StringComparison.Ordinal);
            },
            part
        );

    public static bool IsAlive(int processId)
    {
        // A process that ended and whose parent has not asked for its exit code is a zombie, "Z".
        var status = $"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat";
        try
        {
            return !File.ReadAllText(status).Split(')')[^1].TrimStart().StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader, string prefix)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_output)
                _output.Add(prefix + line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int processId, int signal);
}
