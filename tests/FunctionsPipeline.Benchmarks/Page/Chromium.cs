using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Benchmarks.Page;

/// <summary>A headless Chromium of its own, told what to do by the DevTools protocol over its web socket.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> _asked = new();
    private readonly ConcurrentDictionary<string, Action<string, JsonObject>> _listening = new(StringComparer.Ordinal);
    private int _last;

    private Chromium(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Null where no Chromium is installed.</summary>
    public static string? Executable { get; } =
        new[]
        {
            Environment.GetEnvironmentVariable("FP_CHROMIUM"),
            "/usr/bin/chromium-headless-shell",
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
        }.FirstOrDefault(path => path is not null && File.Exists(path));

    /// <exception cref="InvalidOperationException">There is none, or it does not start.</exception>
    public static async Task<Chromium> StartAsync(CancellationToken cancellationToken)
    {
        var executable =
            Executable
            ?? throw new InvalidOperationException(
                "No Chromium here: install Debian's package 'chromium-headless-shell' (or set FP_CHROMIUM to its path)."
            );
        var profile = Directory.CreateTempSubdirectory("fp-chromium-").FullName;
        var process = Process.Start(
            new ProcessStartInfo(executable)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                ArgumentList =
                {
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--remote-debugging-port=0",
                    $"--user-data-dir={profile}",
                    "about:blank",
                },
            }
        )!;
        var browser = new Chromium(process, profile);
        try
        {
            await browser.ConnectAsync(cancellationToken);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>A tab that shares no cache with others, and hears of its events.</summary>
    /// <param name="hear">Called with each event's name and what it says, one after the other.</param>
    public async Task<Tab> OpenAsync(Action<string, JsonObject> hear, CancellationToken cancellationToken)
    {
        var context = (string)
            (await AskAsync("Target.createBrowserContext", [], null, cancellationToken))["browserContextId"]!;
        var target = (string)
            (
                await AskAsync(
                    "Target.createTarget",
                    new JsonObject { ["url"] = "about:blank", ["browserContextId"] = context },
                    null,
                    cancellationToken
                )
            )["targetId"]!;
        var session = (string)
            (
                await AskAsync(
                    "Target.attachToTarget",
                    new JsonObject { ["targetId"] = target, ["flatten"] = true },
                    null,
                    cancellationToken
                )
            )["sessionId"]!;
        _listening[session] = hear;
        return new Tab(this, session, context);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        _sending.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A child of it still writes: a folder in /tmp stays.
        }
    }

    /// <exception cref="InvalidOperationException">Chromium refuses.</exception>
    private async Task<JsonObject> AskAsync(
        string method,
        JsonObject parameters,
        string? session,
        CancellationToken cancellationToken
    )
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject
        {
            ["id"] = id,
            ["method"] = method,
            ["params"] = parameters,
        };
        if (session is not null)
            message["sessionId"] = session;
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(
                System.Text.Encoding.UTF8.GetBytes(message.ToJsonString()),
                WebSocketMessageType.Text,
                endOfMessage: true,
                cancellationToken
            );
        }
        finally
        {
            _sending.Release();
        }
        var said = await answer.Task.WaitAsync(Patience, cancellationToken);
        return said["error"] is { } error
            ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}")
            : (JsonObject)said["result"]!;
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        const string Before = "DevTools listening on ";
        string? line;
        do
        {
            line = await _process
                .StandardError.ReadLineAsync(cancellationToken)
                .AsTask()
                .WaitAsync(Patience, cancellationToken);
        } while (line?.StartsWith(Before, StringComparison.Ordinal) == false);
        if (line is null)
            throw new InvalidOperationException("Chromium ended before it listened.");
        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await _socket.ConnectAsync(new Uri(line[Before.Length..]), cancellationToken);
        _ = Task.Run(ListenAsync, CancellationToken.None);
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                message.SetLength(0);
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    message.Write(buffer, 0, part.Count);
                } while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                    return;
                var said = JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!.AsObject();
                if (said["id"] is { } id)
                {
                    if (_asked.TryRemove((int)id, out var answer))
                        answer.SetResult(said);
                }
                else if (said["sessionId"] is { } session && _listening.TryGetValue((string)session!, out var hear))
                {
                    hear((string)said["method"]!, said["params"]!.AsObject());
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            foreach (var answer in _asked.Values)
                answer.TrySetException(new InvalidOperationException("Chromium has ended.", e));
        }
    }

    /// <summary>One page in a context of its own.</summary>
    internal sealed class Tab(Chromium browser, string session, string context) : IAsyncDisposable
    {
        public Task<JsonObject> AskAsync(string method, JsonObject? parameters, CancellationToken cancellationToken) =>
            browser.AskAsync(method, parameters ?? [], session, cancellationToken);

        /// <summary>The value of an expression, awaited if it is a promise.</summary>
        public async Task<JsonNode?> EvaluateAsync(string expression, CancellationToken cancellationToken)
        {
            var answer = await AskAsync(
                "Runtime.evaluate",
                new JsonObject
                {
                    ["expression"] = expression,
                    ["awaitPromise"] = true,
                    ["returnByValue"] = true,
                },
                cancellationToken
            );
            return answer["exceptionDetails"] is { } thrown
                ? throw new InvalidOperationException(thrown.ToJsonString())
                : answer["result"]!["value"];
        }

        public async ValueTask DisposeAsync()
        {
            browser._listening.TryRemove(session, out _);
            await browser.AskAsync(
                "Target.disposeBrowserContext",
                new JsonObject { ["browserContextId"] = context },
                null,
                CancellationToken.None
            );
        }
    }
}
