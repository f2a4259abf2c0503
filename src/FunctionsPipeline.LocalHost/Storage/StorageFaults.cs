using System.Net.Sockets;
using Azure;
using FunctionsPipeline.LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Storage;

/// <summary>
/// What a loop does when storage does not answer: logs the first failure in one sentence, waits longer each time, logs
/// when it is over.
/// </summary>
/// <param name="what">Which work waits, for the log.</param>
internal sealed partial class StorageFaults(string what, ILogger log)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(500), Longest);

    public void Over()
    {
        if (!_backoff.HasBegun)
            return;
        _backoff.Reset();
        LogRecovered(log, what);
    }

    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task WaitAsync(Exception fault, CancellationToken stop)
    {
        if (!_backoff.HasBegun)
            LogUnreachable(log, what, Reason(fault));
        else
            LogStillUnreachable(log, what, Reason(fault));
        await Task.Delay(_backoff.Next(), stop);
    }

    /// <summary>A fault in a few words. The client's own message is a page of headers.</summary>
    public static string Reason(Exception fault) =>
        fault switch
        {
            RequestFailedException { Status: 401 or 403 } refused =>
                $"storage refused the host's identity ({refused.Status} {refused.ErrorCode})",
            RequestFailedException { Status: > 0 } answered =>
                $"storage answered {answered.Status} {answered.ErrorCode}",
            AggregateException { InnerExceptions.Count: > 0 } many => Reason(many.InnerExceptions[^1]),
            OperationCanceledException => "storage did not answer in time",
            _ when Innermost(fault) is SocketException socket => "storage cannot be reached: " + socket.Message,
            _ when fault.InnerException is { } inner => Reason(inner),
            _ => fault.Message.Split('\n')[0].Trim(),
        };

    public static bool IsOfStorage(Exception fault) =>
        fault switch
        {
            RequestFailedException or SocketException or HttpRequestException or TaskCanceledException => true,
            AggregateException many => many.InnerExceptions.Any(IsOfStorage),
            _ => fault.InnerException is { } inner && IsOfStorage(inner),
        };

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;

    [LoggerMessage(40, LogLevel.Warning, "{What}: {Reason}. It is tried again until storage answers.")]
    private static partial void LogUnreachable(ILogger log, string what, string reason);

    [LoggerMessage(41, LogLevel.Debug, "{What}: {Reason}.")]
    private static partial void LogStillUnreachable(ILogger log, string what, string reason);

    [LoggerMessage(42, LogLevel.Information, "{What}: storage answers again.")]
    private static partial void LogRecovered(ILogger log, string what);
}
