using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Testing;

/// <summary>Keeps each line as it would stand in the log, for one class.</summary>
public sealed class RecordingLogger<T> : RecordingLog, ILogger<T>;

/// <summary>Keeps each line as it would stand in the log; as a provider, the lines of all.</summary>
public class RecordingLog : ILogger, ILoggerProvider
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>If given, each line is followed by the scopes around it.</summary>
    protected IExternalScopeProvider? Scopes { get; set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose() => GC.SuppressFinalize(this);

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        var line = formatter(state, exception);
        Scopes?.ForEachScope((scope, _) => line += $" [{scope}]", line);
        lock (_gate)
            _lines.Add(line);
    }
}
