using System.Runtime.InteropServices;
using FunctionsPipeline.LocalDev.Azurite;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.Running;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.LocalHost;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.LocalDev;

/// <summary>
/// The pipeline on this machine, and parts of it alone. Each runs until SIGTERM, Ctrl+C or the end of its parent.
/// </summary>
public static class LocalDevProgram
{
    private const string Usage = """
        Usage:
          [--demo [--exit]] [--urls URL] [--app FOLDER] [--Azurite:FreePorts true]
              Runs the whole pipeline on this machine. Storage, settings and keys come from the environment, as in Azure;
              what is not named there is started here: Azurite, and SendGrid's emulator with its inbox.
              --demo shows the whole circle on throwaway storage; --exit ends it with code 0 if all came out as expected.
          azurite [--blob-port N] [--queue-port N] [--data FOLDER]
              Starts Azurite; port 0 takes a free one; without a folder, data is kept in memory.
              Prints its connection string when it answers.
          sendgrid-emulator [--port N] [--webhook URL] [--clock REAL,SHOWN,SCALE] [--counts-only true]
                            [--inbox-size N] [--issue-argument NAME] [--seed N] [--end-with-stdin true]
              Starts the SendGrid emulator; port 0 (the default) takes a free one.
              Prints its address, which in a browser is the inbox, when it answers.
        """;

    /// <summary>The only API key that the emulator accepts; absent: any.</summary>
    internal const string ApiKeyVariable = "SENDGRID_EMULATOR_API_KEY";

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
                case null:
                case ['-', ..]:
                    return await LocalRun.RunAsync(LocalOptions.Read(args), Console.Out, stop.Token);
                case "azurite":
                    await RunAzuriteAsync(options, stop.Token);
                    return 0;
                case "sendgrid-emulator":
                    await RunSendGridEmulatorAsync(options, stop);
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
        catch (Exception e)
            when (e
                    is LocalDevException
                        or LocalHostException
                        or AzuriteException
                        or IOException
                        or FormatException
                        or InvalidOperationException
            )
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

    private static async Task RunSendGridEmulatorAsync(IConfiguration options, CancellationTokenSource stop)
    {
        var chosen = new EmulatorOptions
        {
            Port = options.GetValue("port", 0),
            ApiKey = Environment.GetEnvironmentVariable(ApiKeyVariable),
            Webhook = options["webhook"] is { } webhook ? new Uri(webhook) : null,
            CountsOnly = options.GetValue("counts-only", false),
            InboxSize = options.GetValue("inbox-size", new EmulatorOptions().InboxSize),
            IssueArgument = options["issue-argument"] ?? new EmulatorOptions().IssueArgument,
            Seed = options.GetValue("seed", 1),
        };
        var clock = options["clock"] is { } setting ? ClockSetting.Parse(setting).Start(TimeProvider.System) : null;
        await using var emulator = await EmulatedSendGrid.StartAsync(chosen, clock, stop.Token);
        Console.WriteLine(emulator.Address);
        if (options.GetValue("end-with-stdin", false))
        {
            // A pipe that only the parent holds: it closes when the parent ends, however that happens.
            await Task.Run(() => Console.OpenStandardInput().CopyTo(Stream.Null), stop.Token).WaitAsync(stop.Token);
            return;
        }
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
    }
}
