using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace FunctionsPipeline.SendGrid.Tests;

/// <summary>A server on a bare socket that reads a request and then does what the test says, however rude.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();
    private readonly Queue<Func<Stream, Task>> _script = new();
    private readonly Task _serving;
    private int _connections;

    public ScriptedServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public int Connections => Volatile.Read(ref _connections);

    public int Waiting => _received.Reader.Count;

    /// <summary>The next request that came.</summary>
    public async Task<Received> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _received.Reader.ReadAsync(patience.Token);
    }

    public ScriptedServer Answers(int status, string body = "", params string[] headers) =>
        Then(stream =>
            WriteAsync(
                stream,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"HTTP/1.1 {status} Whatever\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n{body}"
                )
            )
        );

    /// <summary>Takes the whole request and closes the connection without a word.</summary>
    public ScriptedServer Drops() => Then(_ => Task.CompletedTask);

    /// <summary>Begins an answer and closes the connection in the middle of its headers.</summary>
    public ScriptedServer DropsWithinTheAnswer() => Then(stream => WriteAsync(stream, "HTTP/1.1 202 Acc"));

    /// <summary>Answers, but closes the connection after the first bytes of the body.</summary>
    public ScriptedServer BreaksOff(int status, params string[] headers) =>
        Then(stream =>
            WriteAsync(
                stream,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"HTTP/1.1 {status} Whatever\r\nContent-Length: 1000\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n{{"
                )
            )
        );

    /// <summary>Takes the whole request and never answers.</summary>
    public ScriptedServer NeverAnswers() => Then(_ => Task.Delay(Timeout.Infinite, _stop.Token));

    private ScriptedServer Then(Func<Stream, Task> step)
    {
        _script.Enqueue(step);
        return this;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                await using var stream = client.GetStream();
                // One request per connection: nothing is retried on another without the count telling.
                if (await ReadAsync(stream) is { } received)
                {
                    _received.Writer.TryWrite(received);
                    await _script.Dequeue()(stream);
                }
            }
        }
        catch (Exception e)
            when (e
                    is OperationCanceledException
                        or ObjectDisposedException
                        or SocketException
                        or InvalidOperationException
            )
        {
            // Stopped.
        }
    }

    private async Task<Received?> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            int read;
            try
            {
                read = await stream.ReadAsync(buffer, _stop.Token);
            }
            catch (IOException)
            {
                return null;
            }
            if (read == 0)
                return null;
            bytes.AddRange(buffer.AsSpan(0, read));
            var all = bytes.ToArray();
            var end = all.AsSpan().IndexOf("\r\n\r\n"u8);
            if (end < 0)
                continue;
            var lines = Encoding.ASCII.GetString(all, 0, end).Split("\r\n");
            var headers = lines
                .Skip(1)
                .Select(l => l.Split(": ", 2))
                .ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
            var length = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text) : 0;
            if (all.Length >= end + 4 + length)
                return new Received(lines[0], headers, all[(end + 4)..]);
        }
    }

    private static async Task WriteAsync(Stream stream, string text) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    public sealed record Received(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body);
}
