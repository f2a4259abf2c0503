using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Worker;

/// <summary>One worker process, and what it writes.</summary>
internal sealed partial class WorkerProcess : IDisposable
{
    private const int KeptLines = 30;

    private readonly Process _process;
    private readonly ILogger _console;
    private readonly Queue<string> _errors = [];

    private WorkerProcess(Process process, ILogger console) => (_process, _console) = (process, console);

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <summary>Completes when it ended and all that it wrote has been read.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>The last lines of its error stream.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return string.Join('\n', _errors).Trim();
        }
    }

    /// <exception cref="LocalHostException">The system cannot start it.</exception>
    public static WorkerProcess Start(ProcessStartInfo start, ILogger console)
    {
        var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            process.Dispose();
            throw new LocalHostException($"The worker cannot be started: {start.FileName}: {missing.Message}", missing);
        }

        var worker = new WorkerProcess(process, console);
        process.OutputDataReceived += (_, line) => worker.Log(line.Data);
        process.ErrorDataReceived += (_, line) => worker.KeepAndLog(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        worker.Ended = process.WaitForExitAsync();
        return worker;
    }

    /// <summary>Ends it at once, with what it started.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    public void Dispose() => _process.Dispose();

    private void KeepAndLog(string? line)
    {
        if (line is null)
            return;
        lock (_errors)
        {
            _errors.Enqueue(line);
            if (_errors.Count > KeptLines)
                _errors.Dequeue();
        }

        Log(line);
    }

    private void Log(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
            LogLine(_console, line);
    }

    // Information for either stream, as the real host has it.
    [LoggerMessage(20, LogLevel.Information, "{Line}")]
    private static partial void LogLine(ILogger log, string line);
}
