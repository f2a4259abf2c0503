using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.LocalDev.Demo;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;

namespace FunctionsPipeline.Functions.Hosts;

/// <summary>Runs the demo once the app has started.</summary>
internal sealed class DemoService(DemoOptions options, StorageClients storage, IServer server, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        using (lifetime.ApplicationStarted.Register(started.SetResult))
            await started.Task.WaitAsync(stoppingToken);
        var address = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var run = new DemoRun(storage.Blobs, address, Console.Out, TimeProvider.System);
        var succeeded = await run.RunAsync(stoppingToken);
        if (!options.Exit)
            return;
        Environment.ExitCode = succeeded ? 0 : 1;
        lifetime.StopApplication();
    }
}
