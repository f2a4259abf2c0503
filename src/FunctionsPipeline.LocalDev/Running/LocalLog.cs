using FunctionsPipeline.Publishing;
using FunctionsPipeline.Subscribers.Keys;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalDev.Running;

/// <summary>What is printed while the pipeline runs.</summary>
internal static class LocalLog
{
    /// <summary>
    /// The demo means these warnings to happen: development keys are in use, and one sample article has a mistake. The
    /// worker filters them, because only there they still have their own categories.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string?>> QuietWorker =>
        new[] { typeof(SubscriberKeys), typeof(ArticlePublisher) }.Select(type =>
            KeyValuePair.Create($"Logging__LogLevel__{type.FullName}", (string?)nameof(LogLevel.Error))
        );

    public static void Configure(ILoggingBuilder log) => log.AddSimpleConsole(console => console.SingleLine = true);

    /// <summary>Suppresses info-level logs so that the demo's tables stand out.</summary>
    public static void ConfigureQuiet(ILoggingBuilder log)
    {
        Configure(log);
        log.AddFilter(level => level >= LogLevel.Warning);
    }
}
