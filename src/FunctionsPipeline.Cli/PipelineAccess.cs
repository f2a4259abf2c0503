using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Integration;
using FunctionsPipeline.SendGrid;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Cli;

/// <summary>The pipeline's own services for a command, on the account and the keys that the environment names.</summary>
internal static class PipelineAccess
{
    /// <summary>
    /// Runs a command's work; what is wrong with storage, settings or a file becomes one line and exit code 1.
    /// </summary>
    public static Task<int> RunAsync(
        TextWriter error,
        Func<IServiceProvider, Task<int>> work,
        CancellationToken cancellationToken
    ) =>
        RunAnyStateAsync(
            error,
            async services =>
            {
                if (!await services.GetRequiredService<StateMove>().IsNeededAsync(cancellationToken))
                    return await work(services);
                await error.WriteLineAsync(
                    $"Container '{StateMove.FormerContainer}' holds the state of an earlier version. Run 'fp move-state' first."
                );
                return 1;
            },
            cancellationToken
        );

    /// <summary>As <see cref="RunAsync"/>, also where the state of an earlier version was not moved yet.</summary>
    public static async Task<int> RunAnyStateAsync(
        TextWriter error,
        Func<IServiceProvider, Task<int>> work,
        CancellationToken cancellationToken
    )
    {
        var services = new ServiceCollection();
        services.AddLogging(log =>
            log.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true)
        );
        // What a command prints is for people and other programs; what it logs is not.
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        services.AddAzureStorage().AddSendGridMail().AddPipelineDomain();
        await using var provider = services.BuildServiceProvider();
        try
        {
            await KeyCheck.EnsureAsync(
                provider.GetRequiredService<IBlobStore>(),
                provider.GetRequiredService<SubscriberKeys>(),
                cancellationToken
            );
            return await work(provider);
        }
        catch (Exception e)
            when (e
                    is StorageException
                        or InvalidOperationException
                        or OptionsValidationException
                        or KeyMismatchException
                        or ImportFileException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            await error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
