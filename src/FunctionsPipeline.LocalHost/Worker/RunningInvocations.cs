using System.Collections.Concurrent;
using FunctionsPipeline.LocalHost.Protocol;

namespace FunctionsPipeline.LocalHost.Worker;

/// <summary>The invocations that one worker has not answered yet.</summary>
internal sealed class RunningInvocations
{
    private readonly ConcurrentDictionary<string, Invocation> _running = new(StringComparer.Ordinal);
    private Exception? _failed;

    public int Count => _running.Count;

    public IEnumerable<string> Ids => _running.Keys;

    /// <param name="function">Its name, for the log.</param>
    public Task<InvocationResponse> Add(string id, string function)
    {
        var invocation = new Invocation(function, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_running.TryAdd(id, invocation))
            throw new InvalidOperationException("An invocation's id was used twice.");
        // A worker that went between the look for it and this line would leave the invocation waiting for ever.
        if (Volatile.Read(ref _failed) is { } failed)
            invocation.Response.TrySetException(failed);
        return invocation.Response.Task;
    }

    public void Remove(string id) => _running.TryRemove(id, out _);

    public string? FunctionOf(string id) => _running.TryGetValue(id, out var invocation) ? invocation.Function : null;

    /// <returns>False: none of this id waits.</returns>
    public bool Complete(InvocationResponse response) =>
        _running.TryRemove(response.InvocationId, out var invocation) && invocation.Response.TrySetResult(response);

    public void Fail(Exception reason)
    {
        Interlocked.CompareExchange(ref _failed, reason, null);
        foreach (var invocation in _running.Values)
            invocation.Response.TrySetException(reason);
    }

    private sealed record Invocation(string Function, TaskCompletionSource<InvocationResponse> Response);
}
