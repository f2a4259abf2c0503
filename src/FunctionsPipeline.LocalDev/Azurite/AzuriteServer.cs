using FunctionsPipeline.LocalDev.Npm;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.LocalDev.Azurite;

/// <summary>
/// A running Azurite, reachable on loopback only: one that this process started and stops, or one that was there
/// already and is left alone. See README.md in this folder.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private readonly AzuriteProcess? _process;
    private int _disposed;

    private AzuriteServer(int blobPort, int queuePort, AzuriteProcess? process)
    {
        BlobPort = blobPort;
        QueuePort = queuePort;
        _process = process;
    }

    public int BlobPort { get; }

    public int QueuePort { get; }

    /// <summary>Whether this process started it. False: it was already running, and disposing leaves it running.</summary>
    public bool IsOurs => _process is not null;

    /// <summary>Null if it was already running.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>Of the default account.</summary>
    public string ConnectionString => ConnectionStringFor(AzuriteConnection.DefaultAccount);

    /// <param name="account">The default one or one of <see cref="AzuriteOptions.FurtherAccounts"/>.</param>
    public string ConnectionStringFor(string account) => AzuriteConnection.For(BlobPort, QueuePort, account);

    /// <summary>
    /// Starts Azurite if the connection string is <c>UseDevelopmentStorage=true</c> and nothing listens on the default
    /// ports. Null for any other connection string.
    /// </summary>
    /// <param name="dataFolder">Where data is kept between runs.</param>
    /// <exception cref="AzuriteException">Node is missing, or a port is taken by something else.</exception>
    public static async Task<AzuriteServer?> StartIfNeededAsync(
        string? connectionString,
        string? dataFolder,
        ILogger? logger,
        CancellationToken cancellationToken
    ) =>
        AzuriteConnection.IsDevelopment(connectionString)
            ? await StartAsync(new AzuriteOptions { DataFolder = dataFolder }, logger, cancellationToken)
            : null;

    /// <summary>
    /// Starts Azurite, or finds the one that already answers at the chosen ports, and waits until it answers.
    /// </summary>
    /// <exception cref="AzuriteException">
    /// Node is missing, a port is taken by something else, or it does not start.
    /// </exception>
    public static async Task<AzuriteServer> StartAsync(
        AzuriteOptions options,
        ILogger? logger,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(options, cancellationToken) is { } running)
            return running;
        try
        {
            var folder = await AzuriteInstallation.EnsureAsync(logger ?? NullLogger.Instance, cancellationToken);
            var process = await AzuriteProcess.StartAsync(folder, options, cancellationToken);
            return new AzuriteServer(process.BlobPort, process.QueuePort, process);
        }
        catch (NpmException e)
        {
            throw new AzuriteException(e.Message, e);
        }
        catch (AzuriteException) when (options is { BlobPort: > 0, QueuePort: > 0 })
        {
            // Another process of ours may have started one in the meantime.
            if (await FindAsync(options, cancellationToken) is { } winner)
                return winner;
            throw;
        }
    }

    /// <summary>The Azurite that already answers at the ports; null if both are free, or are to be chosen.</summary>
    private static async Task<AzuriteServer?> FindAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        var blob = await AskAsync(options.BlobPort, "Blob", cancellationToken);
        var queue = await AskAsync(options.QueuePort, "Queue", cancellationToken);
        return (blob, queue) switch
        {
            (PortAnswer.Azurite, PortAnswer.Azurite) => new AzuriteServer(
                options.BlobPort,
                options.QueuePort,
                process: null
            ),
            (PortAnswer.None, PortAnswer.None) => null,
            (PortAnswer.Stranger, _) => throw Taken(options.BlobPort, "blob"),
            (_, PortAnswer.Stranger) => throw Taken(options.QueuePort, "queue"),
            _ => throw new AzuriteException(
                $"An Azurite answers on port {(blob == PortAnswer.Azurite ? options.BlobPort : options.QueuePort)}, but without its {(blob == PortAnswer.Azurite ? "queue" : "blob")} service: stop it, or start it with both."
            ),
        };
    }

    private static Task<PortAnswer> AskAsync(int port, string service, CancellationToken cancellationToken) =>
        port == 0 ? Task.FromResult(PortAnswer.None) : AzuriteProbe.AskAsync(port, service, cancellationToken);

    private static AzuriteException Taken(int port, string service) =>
        new(
            $"Port {port}, where Azurite's {service} service belongs, is taken by another program: stop that program, or choose free ports for Azurite."
        );

    public async ValueTask DisposeAsync()
    {
        if (_process is not null && Interlocked.Exchange(ref _disposed, 1) == 0)
            await _process.DisposeAsync();
    }
}
