using FunctionsPipeline.LocalDev.Azurite;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalDev.Running;

/// <summary>Azurite where the options ask for it.</summary>
internal static class LocalStorage
{
    /// <summary>Its data between runs, below the folder that this program is started from.</summary>
    public const string DataFolder = ".azurite";

    /// <returns>Null: the options name another account.</returns>
    /// <exception cref="AzuriteException">Node is missing, or a port is taken by another program.</exception>
    public static Task<AzuriteServer?> StartAsync(
        LocalOptions options,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        if (options.Demo is not null)
            return Of(AzuriteOptions.Throwaway);
        if (options.FreePorts && AzuriteConnection.IsDevelopment(options.Storage))
            return Of(AzuriteOptions.Throwaway with { DataFolder = DataFolder });
        return AzuriteServer.StartIfNeededAsync(options.Storage, DataFolder, logger, cancellationToken);

        async Task<AzuriteServer?> Of(AzuriteOptions azurite) =>
            await AzuriteServer.StartAsync(azurite, logger, cancellationToken);
    }
}
