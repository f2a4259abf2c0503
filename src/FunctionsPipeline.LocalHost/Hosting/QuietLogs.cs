using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.LocalHost.Hosting;

/// <summary>
/// What is never logged, regardless of the settings, of this process and of the worker: lines with whole addresses.
/// Addresses of functions end in tokens, and those of storage in signatures.
/// </summary>
internal static class QuietLogs
{
    private static readonly string[] WithAddresses =
    [
        "Azure.Core",
        "Azure-Core",
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.Routing",
        "Yarp.",
        "System.Net.Http.",
        "Grpc.",
    ];

    public static bool IsQuiet(string category) =>
        WithAddresses.Any(prefix => category.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>
    /// For lines of the worker, where ASP.NET Core's other categories say at Information what this host says as well.
    /// </summary>
    public static bool IsQuiet(string category, LogLevel level) =>
        IsQuiet(category)
        || (level < LogLevel.Warning && category.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));
}

/// <summary>Hands out loggers that write nothing for the quiet categories.</summary>
internal sealed class QuietLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) =>
        QuietLogs.IsQuiet(categoryName) ? NullLogger.Instance : inner.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();
}
