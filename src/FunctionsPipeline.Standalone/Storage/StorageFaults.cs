using System.Net.Sockets;
using Azure;
using Azure.Identity;
using FunctionsPipeline.Standalone.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Storage;

/// <summary>
/// What a loop does when storage does not answer: says so once a try, waits longer each time, says when it is over.
/// Nothing here ends the process: an account that is away comes back.
/// </summary>
/// <param name="who">Whose work waits, for the log.</param>
internal sealed partial class StorageFaults(string who, Jitter jitter, TimeProvider time, ILogger log)
{
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), jitter);
    private bool _failing;

    public void Over()
    {
        if (!_failing)
            return;
        _failing = false;
        _backoff.Reset();
        LogRecovered(log, who);
    }

    public async Task WaitAsync(Exception fault, CancellationToken stop)
    {
        _failing = true;
        var wait = _backoff.Next();
        LogUnreachable(log, who, Reason(fault), Math.Round(wait.TotalSeconds, 1));
        await Pause.ForAsync(wait, time, stop);
    }

    /// <summary>A fault in a few words. The client's own message is a page of headers.</summary>
    public static string Reason(Exception fault) => fault switch
    {
        RequestFailedException { Status: 401 or 403 } refused =>
            $"storage refused the host's identity ({refused.Status} {refused.ErrorCode}): it needs the roles Storage Blob Data Owner and Storage Queue Data Contributor",
        RequestFailedException { Status: > 0 } answered => $"storage answered {answered.Status} {answered.ErrorCode}",
        AuthenticationFailedException => "no token for the host's identity: " + fault.Message.Split('\n')[0].Trim(),
        AggregateException many when many.InnerExceptions.Count > 0 => Reason(many.InnerExceptions[^1]),
        OperationCanceledException => "no answer in time",
        _ when Innermost(fault) is SocketException socket => "storage cannot be reached: " + socket.Message,
        _ => fault.GetType().Name + ": " + fault.Message.Split('\n')[0].Trim(),
    };

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;

    [LoggerMessage(20, LogLevel.Warning, "{Who}: {Reason}. Trying again in {Seconds} s.")]
    private static partial void LogUnreachable(ILogger log, string who, string reason, double seconds);

    [LoggerMessage(21, LogLevel.Information, "{Who}: storage answers again.")]
    private static partial void LogRecovered(ILogger log, string who);
}
