using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Tests.Syndication;

/// <summary>
/// Another person's server, on this machine, that behaves as the test says: well, until it is told not to.
/// </summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    public ConcurrentQueue<Received> All { get; } = new();

    /// <summary>
    /// What happens to each request in its turn (counted from 1) instead of a good answer; null for a good answer.
    /// </summary>
    public Func<int, Received, Fault?> FaultAt { get; set; } = (_, _) => null;

    /// <param name="good">The good answer: status and body.</param>
    public static async Task<LoopbackServer> StartAsync(Func<Received, (int Status, string Body)> good)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new LoopbackServer(builder.Build());
        server._app.Run(context => server.HandleAsync(context, good));
        await server._app.StartAsync();
        server.Address = new Uri(server._app.Urls.Single() + "/");
        return server;
    }

    /// <summary>This fault for the first POST, none for any other request.</summary>
    public static Func<int, Received, Fault?> FirstPost(LoopbackServer server, Fault fault) =>
        (_, request) => request.Method == "POST" && server.All.Count(r => r.Method == "POST") == 1 ? fault : null;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context, Func<Received, (int Status, string Body)> good)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var received = new Received(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString.Value,
            await reader.ReadToEndAsync(),
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)
        );
        All.Enqueue(received);
        var fault = FaultAt(All.Count, received);
        if (fault is { Happens: false, Status: 0 })
        {
            await fault.BeforeAbort();
            context.Abort();
            return;
        }
        if (fault is { Happens: false })
        {
            context.Response.StatusCode = fault.Status;
            foreach (var (name, value) in fault.Headers)
                context.Response.Headers[name] = value;
            await context.Response.WriteAsync(fault.Body);
            return;
        }
        var (status, body) = good(received);
        if (fault is { Status: 0 })
        {
            await fault.BeforeAbort();
            context.Abort();
            return;
        }
        context.Response.StatusCode = fault?.Status ?? status;
        await context.Response.WriteAsync(fault is null ? body : fault.Body);
    }

    public sealed record Received(string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers);

    /// <param name="Status">0: the connection breaks.</param>
    /// <param name="Happens">True: the server does what was asked, and only its answer is lost or wrong.</param>
    public sealed record Fault(int Status, bool Happens, string Body, params (string Name, string Value)[] Headers)
    {
        public Func<Task> BeforeAbort { get; init; } = () => Task.CompletedTask;

        public static Fault Answers(int status, params (string, string)[] headers) => new(status, false, "", headers);

        public static Fault LosesTheRequest { get; } = new(0, false, "");

        public static Fault LosesTheAnswer { get; } = new(0, true, "");

        public static Fault Babbles(bool happens) => new(200, happens, "<html>It works!</html>");
    }
}
