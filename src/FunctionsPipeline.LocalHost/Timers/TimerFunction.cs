using System.Diagnostics;
using FunctionsPipeline.LocalHost.Functions;
using FunctionsPipeline.LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Timers;

/// <summary>One run of a timer function in the worker.</summary>
internal sealed class TimerFunction(FunctionInfo function, FunctionInvoker invoker, ILoggerFactory loggers)
{
    private readonly ILogger _log = loggers.CreateLogger("Function." + function.Name);

    public string Name => function.Name;

    /// <summary>Runs it; a failure is logged and then thrown.</summary>
    /// <param name="reason">Why it runs, for the log.</param>
    public async Task RunAsync(TimerStatus? status, bool isPastDue, string reason, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString();
        var request = FunctionInvoker.NewRequest(function, id, new() { Json = TimerInput.Json(status, isPastDue) });
        request.TriggerMetadata["TimerTrigger"] = new() { String = reason };
        _log.Executing(function.Name, reason, id);
        var began = Stopwatch.GetTimestamp();
        try
        {
            await invoker.InvokeAsync(function, request, cancellationToken);
            _log.Executed(function.Name, id, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (Exception failure)
        {
            _log.Failed(failure, function.Name, id, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            throw;
        }
    }
}
