using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Tests.Support;

/// <summary>What the functions under test did and the host logged, and what they shall do next.</summary>
public sealed class Probe
{
    private readonly Lock _gate = new();
    private readonly List<string> _events = [];
    private readonly List<string> _logs = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs inside each function, with its event; may throw or wait.</summary>
    public Func<string, CancellationToken, Task> Behaviour { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    public IReadOnlyList<string> Logs
    {
        get
        {
            lock (_gate)
                return [.. _logs];
        }
    }

    public async Task RunAsync(string happened, CancellationToken cancellationToken = default)
    {
        Add(_events, happened);
        await Behaviour(happened, cancellationToken);
    }

    public void Note(string happened) => Add(_events, happened);

    public void AddLog(string line) => Add(_logs, line);

    public Task WaitForAsync(int count) => WaitForAsync(() => Events.Count >= count, $"{count} events");

    public Task WaitForAsync(string happened) => WaitForAsync(() => Events.Contains(happened), happened);

    public Task WaitForLogAsync(string part) => WaitForAsync(() => Logs.Any(line => line.Contains(part)), "log: " + part);

    /// <summary>Waits until it is so. The limit only ends a test that hangs.</summary>
    public async Task WaitForAsync(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            Task next;
            lock (_gate)
                next = _changed.Task;
            if (condition())
                return;
            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException expired)
            {
                throw new TimeoutException($"Waited in vain for {what}. Events: {string.Join(", ", Events)}. Logs:\n{string.Join('\n', Logs)}", expired);
            }
        }
    }

    private void Add(List<string> list, string item)
    {
        lock (_gate)
        {
            list.Add(item);
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}

internal sealed class ProbeLogs(Probe probe) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => probe.AddLog($"{logLevel}: {formatter(state, exception)} {exception?.GetType().Name} {exception?.Message}");

    public void Dispose()
    {
    }
}
