using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace FunctionsPipeline.Standalone.Hosting;

/// <summary>The built host. Its only own work is to tell a failed start in a sentence.</summary>
internal sealed class StandaloneApplication(WebApplication app, StartPhase start, bool exitsProcess) : IHost, IAsyncDisposable
{
    public IServiceProvider Services => app.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await app.StartAsync(cancellationToken);
            start.IsOver = true;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop while something at the start still waited, e.g. for storage: no failure. Whoever runs the host
            // finds it stopping, and stops it.
        }
        catch (Exception failure) when (StartFailure.Explain(failure) is { } sentence)
        {
            // What had started already (an emulator, a sender) gets its chance to stop.
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
            if (exitsProcess)
                StartFailure.Exit<object>(sentence);
            throw failure as HostStartException ?? new HostStartException(sentence, failure);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public void Dispose() => ((IDisposable)app).Dispose();

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>Whether the host has started. What goes wrong before is told differently from what goes wrong later.</summary>
internal sealed class StartPhase
{
    public volatile bool IsOver;
}
