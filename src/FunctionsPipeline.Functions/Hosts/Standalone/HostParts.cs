using FunctionsPipeline.LocalDev.Azurite;
using FunctionsPipeline.LocalDev.Demo;
using FunctionsPipeline.LocalDev.Site;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Standalone;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Functions.Hosts;

/// <summary>
/// What only our own host has. In development: Azurite if nothing listens, the site and the reports in the browser, the
/// demo. Elsewhere nothing: a published app on a server needs storage and settings, and brings neither.
/// </summary>
internal static class HostParts
{
    /// <summary>Azurite's data between runs, below the folder that the app is started from.</summary>
    private const string DataFolder = ".azurite";

    /// <summary>The demo brings its own environment, so that it needs no settings.</summary>
    public static string[] Arguments(string[] args)
        => DemoOptions.From(args) is null ? args : [.. args, "--environment", Environments.Development];

    public static async Task AddAsync(FunctionsApplicationBuilder builder, string[] args)
    {
        // No Event Grid reaches this host unless somebody says so: the container is scanned.
        builder.Configuration[AppSettings.RenderArticleEventGridDisabled] ??= "true";
        if (!builder.Environment.IsDevelopment())
            return;

        var demo = DemoOptions.From(args);

        var azurite = await StartAzuriteAsync(builder.Configuration, demo);
        if (azurite is not null)
        {
            builder.Configuration[AzureStorageServices.Connection] = azurite.ConnectionString;
            builder.Services.AddSingleton(azurite);
            builder.Services.AddHostedService<AzuriteLifetime>();
        }
        builder.Services.AddSingleton<IStandaloneEndpoints, LocalEndpoints>();
        if (demo is null)
            return;
        // The table is what people came for; a warning still shows.
        builder.Logging.AddFilter(level => level >= LogLevel.Warning);
        builder.Services.AddSingleton(demo).AddHostedService<DemoService>();
    }

    private static async Task<AzuriteServer?> StartAzuriteAsync(IConfiguration configuration, DemoOptions? demo)
    {
        using var logs = LoggerFactory.Create(log => log.AddSimpleConsole(console => console.SingleLine = true));
        var logger = logs.CreateLogger("Azurite");
        try
        {
            if (demo is not null)
                return await AzuriteServer.StartAsync(AzuriteOptions.Throwaway, logger, CancellationToken.None);
            var connection = configuration[AzureStorageServices.Connection];
            if (configuration["Azurite:FreePorts"] is not null && AzuriteConnection.IsDevelopment(connection))
                return await AzuriteServer.StartAsync(AzuriteOptions.Throwaway with { DataFolder = DataFolder }, logger, CancellationToken.None);
            return await AzuriteServer.StartIfNeededAsync(connection, DataFolder, logger, CancellationToken.None);
        }
        catch (AzuriteException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            Environment.Exit(1);
            throw;
        }
    }

    /// <summary>Stops Azurite after everything that uses it: hosted services stop in the reverse order of their start.</summary>
    private sealed class AzuriteLifetime(AzuriteServer azurite) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => azurite.DisposeAsync().AsTask();
    }

    private sealed class LocalEndpoints(StorageClients storage) : IStandaloneEndpoints
    {
        public void Configure(WebApplication app)
        {
            new LocalPages(storage.Blobs).Map(app, inbox: null);
            new LocalSite(storage.Blobs).Map(app);
        }
    }

    private sealed class DemoService(
        DemoOptions options, StorageClients storage, IServiceProvider services, IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var addresses = services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features
                .Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>();
            var started = new TaskCompletionSource();
            using (lifetime.ApplicationStarted.Register(started.SetResult))
                await started.Task.WaitAsync(stoppingToken);
            var address = new Uri(addresses!.Addresses.First());
            using var run = new DemoRun(storage.Blobs, address, Console.Out, TimeProvider.System);
            var succeeded = await run.RunAsync(stoppingToken);
            if (!options.Exit)
                return;
            Environment.ExitCode = succeeded ? 0 : 1;
            lifetime.StopApplication();
        }
    }
}
