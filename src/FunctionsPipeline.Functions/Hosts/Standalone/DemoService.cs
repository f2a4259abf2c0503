using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.LocalDev.Demo;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Subscribers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;

namespace FunctionsPipeline.Functions.Hosts;

/// <summary>Runs the demo once the app has started.</summary>
internal sealed class DemoService(
    DemoOptions options, StorageClients storage, EmulatedSendGrid mail, ISending sending, IAudience audience, IServer server, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        using (lifetime.ApplicationStarted.Register(started.SetResult))
            await started.Task.WaitAsync(stoppingToken);
        var address = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var stage = new DemoStage(address, storage.Blobs, mail, new DemoLedger(sending, audience));
        var succeeded = await new DemoRun(stage, Console.Out).RunAsync(stoppingToken);
        if (!options.Exit)
        {
            await Console.Out.WriteLineAsync("It keeps serving until you press Ctrl+C.");
            return;
        }
        Environment.ExitCode = succeeded ? 0 : 1;
        lifetime.StopApplication();
    }
}
