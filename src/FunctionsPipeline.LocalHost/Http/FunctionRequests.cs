using System.Diagnostics;
using System.Net;
using FunctionsPipeline.LocalHost.Functions;
using FunctionsPipeline.LocalHost.Hosting;
using FunctionsPipeline.LocalHost.Protocol;
using FunctionsPipeline.LocalHost.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace FunctionsPipeline.LocalHost.Http;

/// <summary>
/// Forwards a request to the worker's own HTTP server, and sends the invocation that goes with it by gRPC: the worker
/// brings the two together by the invocation's id.
/// </summary>
internal sealed class FunctionRequests : IDisposable
{
    // The function's time limit ends a request that takes too long.
    private static readonly ForwarderRequestConfig Limits = new() { ActivityTimeout = TimeSpan.FromDays(1) };

    private readonly WorkerSupervisor _worker;
    private readonly FunctionInvoker _invoker;
    private readonly FunctionKeys _keys;
    private readonly IHttpForwarder _forwarder;
    private readonly ILoggerFactory _loggers;
    private readonly HttpMessageInvoker _client = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(15),
        }
    );

    // What the worker has answered before it reported the failure is on its way.
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(1);

    private int _running;

    public FunctionRequests(
        WorkerSupervisor worker,
        FunctionInvoker invoker,
        FunctionKeys keys,
        IHttpForwarder forwarder,
        ILoggerFactory loggers
    ) => (_worker, _invoker, _keys, _forwarder, _loggers) = (worker, invoker, keys, forwarder, loggers);

    /// <summary>Requests that have begun and not ended.</summary>
    public int Running => Volatile.Read(ref _running);

    public async Task AnswerAsync(HttpContext http, FunctionInfo function, AuthorizationLevel level)
    {
        if (!_keys.Allows(http.Request, function.Name, level))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize < http.Request.ContentLength)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            // The body is not read, so nothing can follow it.
            http.Response.Headers.Connection = "close";
            return;
        }

        Interlocked.Increment(ref _running);
        try
        {
            await RunAsync(http, function);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task RunAsync(HttpContext http, FunctionInfo function)
    {
        var log = _loggers.CreateLogger("Function." + function.Name);
        var id = Guid.NewGuid().ToString();
        log.Executing(function.Name, "This function was called by HTTP.", id);
        var began = Stopwatch.GetTimestamp();
        try
        {
            await ForwardAsync(http, function, id);
            log.Executed(function.Name, id, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (Exception gone)
            when (http.RequestAborted.IsCancellationRequested
                && gone is OperationCanceledException or FunctionFailedException or HttpForwardException
            )
        {
            // The caller is gone, and does not see how it ended.
            log.Failed(gone, function.Name, id, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            http.Abort();
        }
        catch (Exception failure)
        {
            log.Failed(failure, function.Name, id, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            Fail(http, failure);
        }
    }

    private async Task ForwardAsync(HttpContext http, FunctionInfo function, string id)
    {
        var worker = await _worker.ReadyAsync(http.RequestAborted);
        if (worker.Channel.HttpAddress is not { } address)
            throw new FunctionFailedException(
                "The worker has no HTTP server. Call ConfigureFunctionsWebApplication in the app's Program.cs."
            );
        var request = FunctionInvoker.NewRequest(function, id, new() { Http = new RpcHttp() });
        foreach (var (name, value) in http.Request.RouteValues)
            request.TriggerMetadata[name] = new() { String = value?.ToString() ?? "" };

        // Either side ends the other: a function that failed before it answered ends the request, and a request that
        // cannot be passed on, or whose caller is gone, cancels the function.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var run = _invoker.InvokeAsync(worker, function, request, ended.Token);
        var answer = _forwarder.SendAsync(http, address, _client, Limits, new WorkerRequest(id), ended.Token).AsTask();
        await Task.WhenAny(run, answer);
        if (!run.IsCompleted && await answer != ForwarderError.None)
            await ended.CancelAsync();
        else if (run.IsFaulted)
            ended.CancelAfter(AnswerPatience);

        var error = await answer;
        var cause = http.GetForwarderErrorFeature()?.Exception;
        await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Refused(cause) is { } refused)
            throw refused;
        await run;
        if (error != ForwarderError.None)
            throw new HttpForwardException(error, cause);
    }

    // The server's own refusal while the body was read, such as one that is too large.
    private static BadHttpRequestException? Refused(Exception? cause) =>
        cause as BadHttpRequestException
        ?? (
            cause is null
                ? null
                : Refused(cause is AggregateException many ? many.InnerExceptions[0] : cause.InnerException)
        );

    // The failure is in the log; the caller learns nothing of it. The worker ends the exchange of a function that threw
    // with an empty 200, which has not left this host yet.
    private static void Fail(HttpContext http, Exception failure)
    {
        if (http.Response.HasStarted)
        {
            // The caller must not take half an answer for a whole one.
            http.Abort();
            return;
        }

        var status =
            failure is BadHttpRequestException refused ? refused.StatusCode
            : failure is LocalHostException ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status500InternalServerError;
        http.Response.Clear();
        http.Response.StatusCode = status;
    }

    public void Dispose() => _client.Dispose();
}
