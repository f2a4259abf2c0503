using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Tests.Support;

/// <summary>A host in this process that runs chosen function classes with settings that make it quick.</summary>
internal sealed class RunningHost(IHost host) : IAsyncDisposable
{
    public IServiceProvider Services => host.Services;

    public Uri Address => new(host.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features
        .Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!.Addresses.First());

    public static async Task<RunningHost> StartAsync(
        TestAccount account, Probe probe, Type[] functions, string[]? settings = null, Action<FunctionsApplicationBuilder>? configure = null)
    {
        var host = Build(account, probe, functions, settings, configure);
        await host.StartAsync();
        return new RunningHost(host);
    }

    public static IHost Build(
        TestAccount? account, Probe probe, Type[] functions, string[]? settings = null, Action<FunctionsApplicationBuilder>? configure = null)
    {
        string[] own = account is null ? [] :
        [
            $"--AzureWebJobsStorage={account.ConnectionString}", $"--AzureFunctionsWebHost:hostid={account.HostId}",
            $"--Container={account.ContainerName}", $"--Queue={account.QueueName}",
        ];
        var builder = StandaloneHost.CreateBuilder(
            [
                .. own, "--urls=http://127.0.0.1:0", "--environment=Development", "--Standalone:BlobScanInterval=00:00:00.1",
                "--AzureFunctionsJobHost:extensions:queues:maxPollingInterval=00:00:00.2", .. settings ?? [],
            ],
            functions);
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddSingleton(probe);
        builder.Services.AddSingleton<IHostLifetime, NullLifetime>();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new ProbeLogs(probe));
        configure?.Invoke(builder);
        return builder.Build();
    }

    public async Task StopAsync() => await host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    /// <summary>Signals to the test process are not for the hosts in it.</summary>
    private sealed class NullLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
