using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Cli.Tests.Preview;

/// <summary><c>fp preview</c> in this process, and one browser that listens for changes.</summary>
internal sealed class PreviewSession : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _end = new();
    private readonly Task<int> _running;
    private readonly HttpClient _http = new();
    private StreamReader? _events;

    private PreviewSession(string folder, Announcement output, StringWriter error) =>
        _running = CommandTree
            .Create()
            .Parse(["preview", folder, "--port", "0", "--no-browser", "--json"])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, _end.Token);

    public Uri Address => _http.BaseAddress!;

    public static async Task<PreviewSession> StartAsync(string folder)
    {
        var (output, error) = (new Announcement(), new StringWriter());
        var session = new PreviewSession(folder, output, error);
        if (await Task.WhenAny(output.Whole, session._running).WaitAsync(Patience) == session._running)
            throw new InvalidOperationException($"fp preview ended with {await session._running}: {error}");
        session._http.BaseAddress = new Uri(JsonNode.Parse(await output.Whole)!["address"]!.GetValue<string>());
        session._events = new StreamReader(await session._http.GetStreamAsync(new Uri("events", UriKind.Relative)));
        await session.NextVersionAsync();
        return session;
    }

    /// <param name="path">From the site's root.</param>
    public Task<HttpResponseMessage> AskAsync(string path, Action<HttpRequestMessage>? with = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/" + path, UriKind.Relative));
        with?.Invoke(request);
        return _http.SendAsync(request);
    }

    public async Task<string> ReadAsync(string path)
    {
        using var answer = await AskAsync(path);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The version that the next event names.</summary>
    public async Task<string> NextVersionAsync()
    {
        while (await _events!.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return line["data: ".Length..];
        }
        throw new InvalidOperationException("The events have ended.");
    }

    /// <summary>Waits for events until a page is as it should be. A change may come in several steps.</summary>
    public async Task<string> UntilAsync(string path, Func<string, bool> isShown)
    {
        while (true)
        {
            await NextVersionAsync();
            var page = await ReadAsync(path);
            if (isShown(page))
                return page;
        }
    }

    /// <summary>As Ctrl-C does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _end.CancelAsync();
        return await _running.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _events?.Dispose();
        _http.Dispose();
        _end.Dispose();
    }

    /// <summary>Collects the one document that the command prints.</summary>
    private sealed class Announcement : StringWriter
    {
        private readonly TaskCompletionSource<string> _whole = new();

        public Task<string> Whole => _whole.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            _whole.TrySetResult(ToString());
        }
    }
}
