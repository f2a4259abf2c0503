using System.CommandLine;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Mail;
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

/// <summary>
/// The pipeline's own services for a command, on the account and the keys that <c>--connection</c> and the environment name.
/// </summary>
internal static class PipelineAccess
{
    /// <summary>The exit code after Ctrl+C, as shells have it.</summary>
    private const int Stopped = 130;

    /// <summary>
    /// Runs a command's work; what is wrong with storage, settings or a file becomes one line on the error stream and exit
    /// code 1.
    /// </summary>
    public static Task<int> RunAsync(
        ParseResult parsed,
        Func<IServiceProvider, Task<int>> work,
        CancellationToken cancellationToken
    ) =>
        RunAnyStateAsync(
            parsed,
            async services =>
            {
                if (!await services.GetRequiredService<StateMove>().IsNeededAsync(cancellationToken))
                    return await work(services);
                await parsed.InvocationConfiguration.Error.WriteLineAsync(
                    $"Container '{StateMove.FormerContainer}' holds the state of an earlier version. Run 'fp move-state' first."
                );
                return 1;
            },
            cancellationToken
        );

    /// <summary>As <see cref="RunAsync"/>, also where the state of an earlier version was not moved yet.</summary>
    public static Task<int> RunAnyStateAsync(
        ParseResult parsed,
        Func<IServiceProvider, Task<int>> work,
        CancellationToken cancellationToken
    ) =>
        RunUncheckedAsync(
            parsed,
            async services =>
            {
                await KeyCheck.EnsureAsync(
                    services.GetRequiredService<IBlobStore>(),
                    services.GetRequiredService<SubscriberKeys>(),
                    cancellationToken
                );
                return await work(services);
            }
        );

    /// <summary>As <see cref="RunAsync"/>, also with keys that are not those of the storage account.</summary>
    public static async Task<int> RunUncheckedAsync(ParseResult parsed, Func<IServiceProvider, Task<int>> work)
    {
        await using var provider = Services(
                CommandEnvironment.Of(parsed).Settings,
                parsed.GetValue(CommonOptions.Connection)
            )
            .BuildServiceProvider();
        try
        {
            return await work(provider);
        }
        catch (OperationCanceledException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync("Stopped. Run it again to finish.");
            return Stopped;
        }
        catch (Exception e)
            when (e
                    is StorageException
                        or InvalidOperationException
                        or OptionsValidationException
                        or KeyMismatchException
                        or ImportFileException
                        or HttpRequestException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static ServiceCollection Services(IConfiguration settings, string? connection)
    {
        var configuration = new ConfigurationBuilder().AddConfiguration(settings);
        if (connection is not null)
            configuration.AddInMemoryCollection([new(AzureStorageServices.Connection, connection)]);
        var built = configuration.Build();
        var services = new ServiceCollection();
        services.AddLogging(log =>
            log.SetMinimumLevel(LogLevel.Warning)
                // Azurite's well-known keys are no news at each command.
                .AddFilter(typeof(SubscriberKeys).FullName, LogLevel.Error)
                .AddSimpleConsole(console => console.SingleLine = true)
        );
        // What a command prints is for people and other programs; what it logs is not.
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        services.AddSingleton<IConfiguration>(built);
        if (string.IsNullOrWhiteSpace(built[$"{SendGridOptions.Section}:{nameof(SendGridOptions.ApiKey)}"]))
        {
            services.AddSingleton<IBulkMail, MailWithoutKey>();
            services.AddSingleton<ITransactionalMail, MailWithoutKey>();
        }
        services.AddAzureStorage().AddSendGridMail().AddPipelineDomain();
        services.AddSingleton<IMailAccountWatch, OwnMailAccount>();
        return services;
    }
}
