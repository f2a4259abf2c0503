using System.Text.Json;
using FunctionsPipeline.LocalHost.Functions;
using FunctionsPipeline.LocalHost.Hosting;
using FunctionsPipeline.LocalHost.Timers;
using FunctionsPipeline.LocalHost.Triggers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Http;

/// <summary>
/// Runs functions by hand, as <c>POST /admin/functions/NAME</c> with the body <c>{"input": "..."}</c> asks for.
/// </summary>
internal sealed class ManualRuns(HostState state, FunctionInvoker invoker, ILoggerFactory loggers)
{
    /// <summary>Set when the triggers exist.</summary>
    public JobHostLoop? Jobs { get; set; }

    /// <summary>Runs a function and waits for its end.</summary>
    /// <param name="input">A queue message's body, or a blob's path with its container; a timer needs none.</param>
    /// <exception cref="LocalHostException">There is no such function, or it cannot be run by hand.</exception>
    /// <exception cref="FunctionFailedException">It failed.</exception>
    public async Task RunAsync(string name, string? input, CancellationToken cancellationToken)
    {
        var function = Find(name);
        if (function.Trigger.Is("timerTrigger"))
        {
            await new TimerFunction(function, invoker, loggers).RunAsync(
                null,
                isPastDue: false,
                "This function was called by hand.",
                cancellationToken
            );
            return;
        }

        var jobs =
            Jobs?.Current
            ?? throw new LocalHostException($"Function '{function.Name}' cannot run now: its storage does not answer.");
        try
        {
            await jobs.CallAsync(
                function.Name,
                function.Trigger.Name,
                input ?? throw NeedsInput(function),
                cancellationToken
            );
        }
        catch (Microsoft.Azure.WebJobs.Host.FunctionInvocationException failure)
        {
            throw new FunctionFailedException(failure.InnerException?.Message ?? failure.Message, failure);
        }
    }

    /// <summary>Answers 202 as soon as the run has begun.</summary>
    public async Task<IResult> AnswerAsync(HttpContext http, string name)
    {
        try
        {
            var input = await ReadInputAsync(http.Request, http.RequestAborted);
            var function = Find(name);
            if (input is null && !function.Trigger.Is("timerTrigger"))
                throw NeedsInput(function);
            // What becomes of it is in the log.
            _ = RunAsync(name, input, CancellationToken.None)
                .ContinueWith(
                    static failed => failed.Exception,
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted,
                    TaskScheduler.Default
                );
            return Results.Accepted();
        }
        catch (LocalHostException refused)
        {
            return Results.Text(
                refused.Message,
                statusCode: state.Functions.Contains(name, StringComparer.OrdinalIgnoreCase)
                    ? StatusCodes.Status400BadRequest
                    : StatusCodes.Status404NotFound
            );
        }
    }

    private FunctionInfo Find(string name)
    {
        var function =
            state.Enabled.FirstOrDefault(each => each.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new LocalHostException(
                $"There is no function '{name}', or it is disabled. There are: {string.Join(", ", state.Functions)}."
            );
        return function.Trigger.Is("httpTrigger")
            ? throw new LocalHostException($"Function '{function.Name}' is called by its own address.")
            : function;
    }

    private static LocalHostException NeedsInput(FunctionInfo function) =>
        new(
            function.Trigger.Is("blobTrigger")
                ? $"Function '{function.Name}' needs the blob to run for: {{\"input\": \"container/name\"}}."
                : $"Function '{function.Name}' needs the message to run for: {{\"input\": \"its body\"}}."
        );

    private static async Task<string?> ReadInputAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is null or 0)
            return null;
        try
        {
            using var json = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
            return json.RootElement.TryGetProperty("input", out var input)
                ? input.ToString() is { Length: > 0 } text
                    ? text
                    : null
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw new LocalHostException("The body is not JSON of the form {\"input\": \"...\"}.", malformed);
        }
    }
}
