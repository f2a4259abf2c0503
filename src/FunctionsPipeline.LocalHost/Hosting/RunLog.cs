using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Hosting;

/// <summary>Begin and end of runs that the WebJobs SDK does not see (HTTP and timers), in its words.</summary>
internal static partial class RunLog
{
    [LoggerMessage(1, LogLevel.Information, "Executing 'Functions.{Function}' (Reason='{Reason}', Id={InvocationId})")]
    public static partial void Executing(this ILogger log, string function, string reason, string invocationId);

    [LoggerMessage(
        2,
        LogLevel.Information,
        "Executed 'Functions.{Function}' (Succeeded, Id={InvocationId}, Duration={Duration:0}ms)"
    )]
    public static partial void Executed(this ILogger log, string function, string invocationId, double duration);

    [LoggerMessage(
        3,
        LogLevel.Error,
        "Executed 'Functions.{Function}' (Failed, Id={InvocationId}, Duration={Duration:0}ms)"
    )]
    public static partial void Failed(
        this ILogger log,
        Exception failure,
        string function,
        string invocationId,
        double duration
    );
}
