using Azure;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.AzureStorage;

/// <summary>Turns the SDK's exceptions into the domain's, so that no vendor type crosses the port.</summary>
internal static class StorageFaults
{
    /// <summary>
    /// True for what storage or the way to it did; false for our own cancellation and programming mistakes.
    /// </summary>
    public static bool IsFault(Exception exception, CancellationToken cancellationToken) =>
        exception switch
        {
            RequestFailedException or AggregateException or IOException or HttpRequestException => true,
            // The SDK reports its own network time-out as a cancellation that was not requested.
            OperationCanceledException => !cancellationToken.IsCancellationRequested,
            _ => false,
        };

    /// <summary>
    /// The message names the operation, the place and the status; the SDK's own text may hold headers and URLs.
    /// </summary>
    public static StorageException Wrap(string what, string where, Exception exception)
    {
        var status = exception is RequestFailedException { Status: > 0 } failed
            ? $"it answered {failed.Status} {failed.ErrorCode}"
            : "it did not answer";
        return new StorageException($"Could not {what} '{where}' in storage: {status}.", exception);
    }
}
