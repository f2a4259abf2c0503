using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Tests.Support;

/// <summary>
/// What the functions under test did and the host logged, and what the functions shall do next. Functions run in other
/// processes and report here by HTTP.
/// </summary>
public sealed class Probe : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Lock _gate = new();
    private readonly List<string> _events = [];
    private readonly List<string> _logs = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Probe(WebApplication server) => _server = server;

    /// <summary>
    /// What a function does with its event: "" to go on, throw, exit, ignore. The token ends when the caller is gone.
    /// </summary>
    public Func<string, CancellationToken, Task<string>> Behaviour { get; set; } = (_, _) => Task.FromResult("");

    public string Address => _server.Urls.First();

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

    public static async Task<Probe> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var probe = new Probe(server);
        server.Run(probe.AnswerAsync);
        await server.StartAsync();
        return probe;
    }

    public void AddLog(string line) => Add(_logs, line);

    public int Count(string happened) => Events.Count(each => each == happened);

    public Task WaitForAsync(int count) => WaitForAsync(() => Events.Count >= count, $"{count} events");

    public Task WaitForAsync(string happened) => WaitForAsync(() => Events.Contains(happened), happened);

    public Task WaitForLogAsync(string part) =>
        WaitForAsync(() => Logs.Any(line => line.Contains(part, StringComparison.Ordinal)), "log: " + part);

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
                throw new TimeoutException(
                    $"Waited in vain for {what}. Events: {string.Join(", ", Events)}. Logs:\n{string.Join('\n', Logs)}",
                    expired
                );
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var happened = await reader.ReadToEndAsync();
        Add(_events, happened);
        await http.Response.WriteAsync(await Behaviour(happened, http.RequestAborted));
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

/// <summary>Keeps what the host logs, as "Level Category: text exception".</summary>
internal sealed class ProbeLogs(Probe probe) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Log(probe, categoryName);

    public void Dispose() { }

    private sealed class Log(Probe probe, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        void ILogger.Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => probe.AddLog($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
