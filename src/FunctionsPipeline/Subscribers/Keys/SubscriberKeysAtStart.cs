using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Subscribers.Keys;

/// <summary>Takes the keys from app settings, or stops the app with one message that names all that is missing.</summary>
internal static partial class SubscriberKeysAtStart
{
    private const string DevelopmentStorage = "UseDevelopmentStorage=true";

    /// <exception cref="InvalidOperationException">
    /// Keys are missing or malformed. The message names settings, not values.
    /// </exception>
    public static SubscriberKeys Read(IConfiguration configuration, ILogger logger)
    {
        var development = IsDevelopment(configuration);
        if (SubscriberKeysReader.Read(configuration, development, out var problems) is not { } keys)
            throw new InvalidOperationException("Subscribers cannot start. " + string.Join(' ', problems));
        if (SubscriberKeysReader.AnyMissing(configuration))
            LogDevelopmentKeys(logger);
        return keys;
    }

    /// <summary>Storage on this machine only: Azurite, wherever its port is.</summary>
    private static bool IsDevelopment(IConfiguration configuration) =>
        configuration["AzureWebJobsStorage"] is { } storage
        && (
            storage.Contains(DevelopmentStorage, StringComparison.OrdinalIgnoreCase)
            || storage.Contains("BlobEndpoint=http://127.0.0.1:", StringComparison.OrdinalIgnoreCase)
            || storage.Contains("BlobEndpoint=http://localhost:", StringComparison.OrdinalIgnoreCase)
        );

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Development storage: subscribers' links and hashes use well-known keys. Outside development the app does not start without keys of its own."
    )]
    private static partial void LogDevelopmentKeys(ILogger logger);
}
