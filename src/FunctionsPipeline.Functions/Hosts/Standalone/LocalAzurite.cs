using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.LocalDev.Azurite;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Functions.Hosts;

/// <summary>Azurite, started before and stopped after everything that uses it.</summary>
internal sealed class LocalAzurite(AzuriteServer azurite) : IHostedService
{
    /// <summary>Its data between runs, below the folder that the app is started from.</summary>
    private const string DataFolder = ".azurite";

    /// <param name="throwaway">In memory and on free ports, whatever the settings say.</param>
    public static async Task AddAsync(FunctionsApplicationBuilder builder, bool throwaway)
    {
        if (await StartAsync(builder.Configuration, throwaway) is not { } azurite)
            return;
        builder.Configuration[AzureStorageServices.Connection] = azurite.ConnectionString;
        builder.Services.AddSingleton(azurite);
        // The first hosted service starts first and stops last.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, LocalAzurite>());
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => azurite.DisposeAsync().AsTask();

    private static async Task<AzuriteServer?> StartAsync(IConfiguration configuration, bool throwaway)
    {
        using var logs = LoggerFactory.Create(log => log.AddSimpleConsole(console => console.SingleLine = true));
        var logger = logs.CreateLogger("Azurite");
        try
        {
            if (throwaway)
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
}
