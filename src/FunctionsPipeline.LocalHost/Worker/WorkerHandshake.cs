using System.Collections.Concurrent;
using FunctionsPipeline.LocalHost.Functions;
using FunctionsPipeline.LocalHost.Protocol;

namespace FunctionsPipeline.LocalHost.Worker;

/// <summary>
/// What host and worker exchange before the first invocation: who the worker is, which functions it has, and that it
/// loaded them.
/// </summary>
internal sealed class WorkerHandshake
{
    // The worker compares nothing with it; it shows up in the app's logs.
    private const string HostVersion = "4.1043.0";

    private readonly ConcurrentDictionary<string, TaskCompletionSource<FunctionLoadResponse>> _loads = new(
        StringComparer.Ordinal
    );

    public TaskCompletionSource<WorkerInitResponse> Initialized { get; } = New<WorkerInitResponse>();

    public TaskCompletionSource<FunctionMetadataResponse> Metadata { get; } = New<FunctionMetadataResponse>();

    public void Loaded(FunctionLoadResponse response)
    {
        if (_loads.TryGetValue(response.FunctionId, out var load))
            load.TrySetResult(response);
    }

    public void Fail(Exception reason)
    {
        Initialized.TrySetException(reason);
        Metadata.TrySetException(reason);
        foreach (var load in _loads.Values)
            load.TrySetException(reason);
    }

    /// <summary>Runs the exchange; the functions are loaded side by side.</summary>
    /// <exception cref="LocalHostException">The worker refuses.</exception>
    public async Task<IReadOnlyList<FunctionInfo>> RunAsync(WorkerChannel channel, string appFolder)
    {
        channel.Send(
            new()
            {
                WorkerInitRequest = new()
                {
                    HostVersion = HostVersion,
                    WorkerDirectory = appFolder,
                    FunctionAppDirectory = appFolder,
                },
            }
        );
        var initialized = await Initialized.Task;
        Check(initialized.Result, "initialize");
        channel.HttpAddress = initialized.Capabilities.GetValueOrDefault("HttpUri");

        channel.Send(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = appFolder } });
        var metadata = await Metadata.Task;
        Check(metadata.Result, "list its functions");
        if (metadata.UseDefaultMetadataIndexing)
            throw new LocalHostException(
                "The worker leaves the listing of its functions to the host, which this host does not do. Build the app with Microsoft.Azure.Functions.Worker.Sdk 2.0 or newer."
            );
        List<FunctionInfo> functions = [.. metadata.FunctionMetadataResults.Select(FunctionInfo.Read)];
        await Task.WhenAll(functions.Select(function => LoadAsync(channel, function)));
        return functions;
    }

    private async Task LoadAsync(WorkerChannel channel, FunctionInfo function)
    {
        var response = _loads.GetOrAdd(function.Id, static _ => New<FunctionLoadResponse>());
        // The binding texts stay here: the worker wants the parsed ones.
        var metadata = function.Metadata.Clone();
        metadata.RawBindings.Clear();
        if (
            !channel.Send(
                new()
                {
                    FunctionLoadRequest = new() { FunctionId = function.Id, Metadata = metadata },
                }
            )
        )
            throw new WorkerGoneException();
        Check((await response.Task).Result, $"load function '{function.Name}'");
    }

    private static void Check(StatusResult? result, string what)
    {
        if (result?.Status == StatusResult.Types.Status.Failure)
            throw new LocalHostException(
                $"The worker could not {what}: {result.Exception?.Message ?? "it gives no reason"}"
            );
    }

    private static TaskCompletionSource<T> New<T>()
    {
        var source = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A failure that comes when nothing waits any more is not an unobserved one.
        _ = source.Task.ContinueWith(
            static failed => failed.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default
        );
        return source;
    }
}
