using FunctionsPipeline.LocalHost.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Hosting;

/// <summary>The levels of host.json's logging.logLevel, and quiet where the parts of this host talk to themselves.</summary>
internal static class HostLogging
{
    // Parts that repeat what this host says in its own words, once for each run or poll.
    private static readonly (string Category, LogLevel Level)[] Reduced =
    [
        ("Microsoft.AspNetCore", LogLevel.Warning),
        ("Microsoft.Hosting", LogLevel.Warning),
        // Logs what it then throws, with its stack.
        ("Microsoft.Extensions.Hosting", LogLevel.None),
        ("Microsoft.Azure.WebJobs", LogLevel.Warning),
        ("Host.Startup", LogLevel.Warning),
        ("Host.General", LogLevel.Warning),
        ("Host.Results", LogLevel.None),
        ("Host.Aggregator", LogLevel.None),
        ("Host.Singleton", LogLevel.Warning),
    ];

    public static void Configure(ILoggingBuilder logging, IConfiguration settings, Action<ILoggingBuilder>? replacement)
    {
        logging.ClearProviders();
        foreach (var (category, level) in Reduced)
            logging.AddFilter(category, level);
        foreach (var each in settings.GetSection($"{HostJson.Section}:logging:logLevel").GetChildren())
        {
            if (Enum.TryParse<LogLevel>(each.Value, ignoreCase: true, out var level))
                logging.AddFilter(
                    each.Key.Equals("default", StringComparison.OrdinalIgnoreCase) ? null : each.Key,
                    level
                );
        }

        if (replacement is not null)
            replacement(logging);
        else
            AddConsole(logging);
        // After all others, so that none can undo it.
        logging.Services.AddSingleton<ILoggerFactory>(services => new QuietLoggerFactory(
            ActivatorUtilities.CreateInstance<LoggerFactory>(services)
        ));
    }

    private static void AddConsole(ILoggingBuilder logging) =>
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
        });
}
