using System.Runtime.InteropServices;
using FunctionsPipeline.LocalDev.Azurite;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.LocalDev;

/// <summary>What is otherwise started inside the app, as a process of its own. Each runs until SIGTERM, Ctrl+C or end of parent.</summary>
public static class LocalDevProgram
{
    private const string Usage = """
        Usage:
          azurite [--blob-port N] [--queue-port N] [--data FOLDER]
              Starts Azurite; port 0 takes a free one; without a folder, data is kept in memory.
              Prints its connection string when it answers.
        """;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new ConfigurationBuilder().AddCommandLine([.. args.Skip(1)]).Build();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            switch (args.FirstOrDefault())
            {
                case "azurite":
                    await RunAzuriteAsync(options, stop.Token);
                    return 0;
                default:
                    await Console.Error.WriteLineAsync(Usage);
                    return 2;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (AzuriteException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task RunAzuriteAsync(IConfiguration options, CancellationToken cancellationToken)
    {
        var chosen = new AzuriteOptions
        {
            BlobPort = options.GetValue("blob-port", AzuriteOptions.DefaultBlobPort),
            QueuePort = options.GetValue("queue-port", AzuriteOptions.DefaultQueuePort),
            DataFolder = options["data"],
        };
        await using var azurite = await AzuriteServer.StartAsync(chosen, logger: null, cancellationToken);
        Console.WriteLine(azurite.ConnectionString);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
