using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Functions.Operations;

/// <summary>
/// No function runs on an account of other keys, or beside the state of an earlier version, also when storage was away at
/// the start.
/// </summary>
internal sealed partial class StorageCheckMiddleware(
    KeyCheckAtStart keys,
    EarlierState earlier,
    IHostApplicationLifetime lifetime,
    ILogger<StorageCheckMiddleware> logger
) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await earlier.EnsureBeforeRunAsync(IsHttp(context), context.CancellationToken);
            await keys.EnsureAsync(context.CancellationToken);
        }
        catch (StorageException) when (IsHttp(context) || earlier.IsKnown)
        {
            // The function finds the same and answers, waits or fails as it does for any fault of storage.
        }
        catch (OptionsValidationException mismatch)
        {
            LogMismatch(mismatch.Message);
            lifetime.StopApplication();
            throw;
        }
        await next(context);
    }

    private static bool IsHttp(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "httpTrigger");

    [LoggerMessage(Level = LogLevel.Critical, Message = "The app stops: {Reason}")]
    private partial void LogMismatch(string reason);
}
