using System.Diagnostics;
using FunctionsPipeline.LocalHost.Protocol;
using FunctionsPipeline.LocalHost.Settings;
using FunctionsPipeline.LocalHost.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Functions;

/// <summary>
/// Runs a function in the worker and waits for its end, at most as long as host.json's functionTimeout allows. A
/// function that goes on after its token was cancelled takes its process with it, as on the real host.
/// </summary>
internal sealed partial class FunctionInvoker(WorkerSupervisor worker, HostSettings settings, ILoggerFactory loggers)
{
    private readonly ILogger _log = loggers.CreateLogger("Host.Functions");

    public static InvocationRequest NewRequest(FunctionInfo function, string invocationId, TypedData input)
    {
        var request = new InvocationRequest
        {
            InvocationId = invocationId,
            FunctionId = function.Id,
            // Required by the worker even if there is no trace.
            TraceContext = new()
            {
                TraceParent = Activity.Current?.Id ?? "",
                TraceState = Activity.Current?.TraceStateString ?? "",
            },
        };
        request.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = input });
        return request;
    }

    /// <exception cref="FunctionFailedException">It threw, was cancelled, took too long or lost its process.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before it began.</exception>
    public async Task<InvocationResponse> InvokeAsync(
        FunctionInfo function,
        InvocationRequest request,
        CancellationToken cancellationToken
    ) => await InvokeAsync(await worker.ReadyAsync(cancellationToken), function, request, cancellationToken);

    /// <summary>On a worker that the caller talks to in another way as well.</summary>
    public async Task<InvocationResponse> InvokeAsync(
        ReadyWorker on,
        FunctionInfo function,
        InvocationRequest request,
        CancellationToken cancellationToken
    )
    {
        var id = request.InvocationId;
        var response = on.Channel.Invocations.Add(id, function.Name);
        try
        {
            if (!on.Channel.Send(new() { InvocationRequest = request }))
                throw new WorkerGoneException();
            using var limit = new CancellationTokenSource(settings.FunctionTimeout ?? Timeout.InfiniteTimeSpan);
            await using var cancel = cancellationToken.Register(() => Cancel(on, id));
            await WaitAsync(response, limit.Token);
            if (!response.IsCompleted)
                throw await EndOverdueAsync(on, function, id, response);
            return Checked(function, await response, on.Channel.IsStopping);
        }
        finally
        {
            on.Channel.Invocations.Remove(id);
        }
    }

    private static void Cancel(ReadyWorker on, string id) =>
        on.Channel.Send(new() { InvocationCancel = new() { InvocationId = id } });

    private async Task<FunctionFailedException> EndOverdueAsync(
        ReadyWorker on,
        FunctionInfo function,
        string id,
        Task response
    )
    {
        Cancel(on, id);
        using var grace = new CancellationTokenSource(settings.TimeoutGrace);
        await WaitAsync(response, grace.Token);
        if (!response.IsCompleted)
        {
            LogOverdue(_log, function.Name, on.Process.Id);
            on.Process.Kill();
        }

        return new FunctionFailedException(
            $"Function '{function.Name}' exceeded functionTimeout ({settings.FunctionTimeout:c})."
        );
    }

    private static Task WaitAsync(Task task, CancellationToken until) =>
        task.WaitAsync(until)
            .ContinueWith(
                static _ => { },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );

    private static InvocationResponse Checked(FunctionInfo function, InvocationResponse response, bool isStopping) =>
        response.Result?.Status switch
        {
            StatusResult.Types.Status.Success => response,
            _ when isStopping => throw new HostStoppingException(),
            StatusResult.Types.Status.Cancelled => throw new FunctionFailedException(
                $"Function '{function.Name}' was cancelled."
            ),
            _ => throw new FunctionFailedException(Describe(response.Result?.Exception)),
        };

    private static string Describe(Protocol.RpcException? thrown) =>
        thrown is null
            ? "The function failed without a reason."
            : $"{thrown.Type}: {thrown.Message}\n{thrown.StackTrace}".Trim(' ', ':', '\n');

    [LoggerMessage(30, LogLevel.Error, "{Function} did not heed its cancelled token: worker {ProcessId} is killed.")]
    private static partial void LogOverdue(ILogger log, string function, int processId);
}
