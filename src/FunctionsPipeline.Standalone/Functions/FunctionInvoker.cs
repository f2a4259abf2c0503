using FunctionsPipeline.Standalone.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Functions;

/// <summary>Runs one function once: its scope, its log lines, its time limit, its figures.</summary>
internal sealed partial class FunctionInvoker(
    IServiceScopeFactory scopes, HostSettings settings, InvocationMetrics metrics, Drain drain, TimeProvider time, ILoggerFactory logs)
{
    /// <summary>Runs it in a scope of its own.</summary>
    /// <returns>False: it threw or ran out of time, which is logged. The trigger decides what follows.</returns>
    /// <param name="stop">Ends the run early, beside the host's own reasons.</param>
    public async Task<bool> TryInvokeAsync(FunctionDefinition function, object input, CancellationToken stop)
    {
        // A function that works without waiting must not hold up whoever receives the next message.
        await Task.Yield();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await InvokeAsync(function, input, scope.ServiceProvider, stop);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>Runs it in a given scope and returns what it returned; logs what it threw and throws it on.</summary>
    public async Task<object?> InvokeAsync(FunctionDefinition function, object input, IServiceProvider services, CancellationToken stop)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop, drain.Expired);
        using var limit = settings.FunctionTimeout is { } most ? new CancellationTokenSource(most, time) : null;
        using var onLimit = limit?.Token.Register(static state => ((CancellationTokenSource)state!).Cancel(), cancel);

        await using var invocation = new Invocation(function, input, services, cancel.Token);
        var log = logs.CreateLogger("Function." + function.Name);
        using var logScope = log.BeginScope(new InvocationScope(function.Name, invocation.InvocationId));
        var started = time.GetTimestamp();
        var outcome = "succeeded";
        try
        {
            return await RunAsync(function, invocation);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            outcome = limit is { IsCancellationRequested: true } ? "timed-out" : "cancelled";
            LogCancelled(log, function.Name, invocation.InvocationId, outcome);
            throw;
        }
        catch (BadHttpRequestException)
        {
            // The caller's mistake, and the caller is told.
            outcome = "refused";
            throw;
        }
        catch (Exception failure)
        {
            outcome = "failed";
            LogFailed(log, failure, function.Name, invocation.InvocationId);
            throw;
        }
        finally
        {
            var elapsed = time.GetElapsedTime(started);
            metrics.Record(function, outcome, elapsed);
            LogExecuted(log, function.Name, invocation.InvocationId, outcome, (long)elapsed.TotalMilliseconds);
        }
    }

    private static async Task<object?> RunAsync(FunctionDefinition function, Invocation invocation)
    {
        var arguments = new object?[function.Binders.Count];
        for (var at = 0; at < arguments.Length; at++)
            arguments[at] = await function.Binders[at](invocation);

        var target = function.IsInstance ? ActivatorUtilities.CreateInstance(invocation.InstanceServices, function.Class) : null;
        try
        {
            return await function.Result.WaitAsync(function.Method.Invoke(target, new Span<object?>(arguments)));
        }
        finally
        {
            if (target is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else
                (target as IDisposable)?.Dispose();
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Executed {Function} ({Outcome}, Id={InvocationId}, Duration={Milliseconds}ms)")]
    private static partial void LogExecuted(ILogger log, string function, string invocationId, string outcome, long milliseconds);

    [LoggerMessage(2, LogLevel.Error, "{Function} threw (Id={InvocationId})")]
    private static partial void LogFailed(ILogger log, Exception failure, string function, string invocationId);

    [LoggerMessage(3, LogLevel.Warning, "{Function} was stopped before it was done (Id={InvocationId}, {Reason})")]
    private static partial void LogCancelled(ILogger log, string function, string invocationId, string reason);
}
