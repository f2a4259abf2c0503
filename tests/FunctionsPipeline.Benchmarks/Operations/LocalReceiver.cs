using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Benchmarks.Operations;

/// <summary>A server on this machine that thanks for whatever it is sent: what targets are pointed at.</summary>
internal sealed class LocalReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalReceiver(WebApplication app) => _app = app;

    /// <summary>How many targets the sample settings name.</summary>
    public int Targets => 3;

    /// <summary>Ends in '/'.</summary>
    public Uri Address => new(_app.Urls.First() + "/");

    public static async Task<LocalReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/{target}", () => Results.Ok());
        await app.StartAsync(cancellationToken);
        return new LocalReceiver(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
