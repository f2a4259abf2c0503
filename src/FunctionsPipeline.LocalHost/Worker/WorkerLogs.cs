using FunctionsPipeline.LocalHost.Hosting;
using FunctionsPipeline.LocalHost.Protocol;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Worker;

/// <summary>
/// Writes the worker's log messages under the categories that the real host gives them: <c>Function.NAME.User</c> for
/// the app's own lines during a run, <c>Worker.CATEGORY</c> otherwise.
/// </summary>
internal sealed partial class WorkerLogs(ILoggerFactory loggers)
{
    private readonly ILogger _log = loggers.CreateLogger("Host.Worker");

    public ILogger Console { get; } = loggers.CreateLogger("Host.Function.Console");

    /// <param name="function">Whose run it belongs to; null if none.</param>
    public void Write(RpcLog line, string? function)
    {
        var level = (LogLevel)(int)line.Level;
        if (QuietLogs.IsQuiet(line.Category, level))
            return;
        var category =
            function is null ? "Worker." + line.Category
            : line.LogCategory == RpcLog.Types.RpcLogCategory.User ? $"Function.{function}.User"
            : $"Function.{function}";
        var logger = loggers.CreateLogger(category);
        if (!logger.IsEnabled(level))
            return;
        var failure = line.Exception is { } thrown
            ? $"\n{thrown.Type}: {thrown.Message}\n{thrown.StackTrace}".TrimEnd()
            : "";
        LogLine(logger, level, line.Message, failure);
    }

    public void Unasked(string invocationId) => LogUnasked(_log, invocationId);

    [LoggerMessage(EventId = 21, Message = "{Message}{Failure}")]
    private static partial void LogLine(ILogger log, LogLevel level, string message, string failure);

    [LoggerMessage(
        22,
        LogLevel.Debug,
        "The worker answered invocation {InvocationId}, which does not wait; the answer is ignored."
    )]
    private static partial void LogUnasked(ILogger log, string invocationId);
}
