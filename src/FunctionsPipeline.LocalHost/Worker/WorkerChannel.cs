using System.Threading.Channels;
using FunctionsPipeline.LocalHost.Protocol;
using Grpc.Core;
using Content = FunctionsPipeline.LocalHost.Protocol.StreamingMessage.ContentOneofCase;

namespace FunctionsPipeline.LocalHost.Worker;

/// <summary>
/// The host's end of one worker process: its event stream, what it answered at the start, and the invocations that wait
/// for it. Made before the process, attached once when the process connects.
/// </summary>
internal sealed class WorkerChannel(string workerId, WorkerLogs logs)
{
    private readonly Channel<StreamingMessage> _outbox = Channel.CreateUnbounded<StreamingMessage>(
        new() { SingleReader = true }
    );
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _attached;

    public string WorkerId => workerId;

    public WorkerHandshake Handshake { get; } = new();

    public RunningInvocations Invocations { get; } = new();

    /// <summary>Where the worker's own HTTP server listens; null without the ASP.NET Core integration.</summary>
    public string? HttpAddress { get; set; }

    /// <summary>The host ends this worker: what fails from now on failed for that reason.</summary>
    public bool IsStopping { get; set; }

    public bool HasConnected => Volatile.Read(ref _attached) != 0;

    /// <summary>Completes when no message comes or goes any more.</summary>
    public Task Closed => _closed.Task;

    /// <returns>False: a stream is attached already.</returns>
    public bool TryAttach() => Interlocked.Exchange(ref _attached, 1) == 0;

    /// <summary>Reads and writes until the stream or the process ends.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> fromWorker,
        IServerStreamWriter<StreamingMessage> toWorker,
        CancellationToken ended
    )
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var writing = WriteAsync(toWorker, over.Token);
        var reading = ReadAsync(fromWorker, over.Token);
        await Task.WhenAny(writing, reading, Closed);
        Close();
        // What was queued before the end, such as the request to end, is still written.
        await writing
            .WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await over.CancelAsync();
        await Task.WhenAll(writing, reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <returns>False: the channel is closed.</returns>
    public bool Send(StreamingMessage message)
    {
        if (message.RequestId.Length == 0)
            message.RequestId = Guid.NewGuid().ToString();
        return _outbox.Writer.TryWrite(message);
    }

    /// <summary>Cancels the tokens of all that runs.</summary>
    public void CancelAll()
    {
        foreach (var id in Invocations.Ids)
            Send(new() { InvocationCancel = new() { InvocationId = id } });
    }

    /// <summary>Ends all that waits for this worker.</summary>
    public void Close()
    {
        Exception reason = IsStopping ? new HostStoppingException() : new WorkerGoneException();
        _outbox.Writer.TryComplete();
        Handshake.Fail(reason);
        Invocations.Fail(reason);
        _closed.TrySetResult();
    }

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> toWorker, CancellationToken ended)
    {
        await foreach (var message in _outbox.Reader.ReadAllAsync(ended))
            await toWorker.WriteAsync(message, ended);
    }

    private async Task ReadAsync(IAsyncStreamReader<StreamingMessage> fromWorker, CancellationToken ended)
    {
        while (await fromWorker.MoveNext(ended))
            Receive(fromWorker.Current);
    }

    // A worker that answers twice, or without having been asked, is not believed the second time.
    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case Content.WorkerInitResponse:
                Handshake.Initialized.TrySetResult(message.WorkerInitResponse);
                break;
            case Content.FunctionMetadataResponse:
                Handshake.Metadata.TrySetResult(message.FunctionMetadataResponse);
                break;
            case Content.FunctionLoadResponse:
                Handshake.Loaded(message.FunctionLoadResponse);
                break;
            case Content.InvocationResponse:
                if (!Invocations.Complete(message.InvocationResponse))
                    logs.Unasked(message.InvocationResponse.InvocationId);
                break;
            case Content.RpcLog:
                logs.Write(message.RpcLog, Invocations.FunctionOf(message.RpcLog.InvocationId));
                break;
            // The answer to the request to end is empty; statuses and the like were not asked for.
            default:
                break;
        }
    }
}
