using FunctionsPipeline.LocalHost.Protocol;
using Grpc.Core;
using Content = FunctionsPipeline.LocalHost.Protocol.StreamingMessage.ContentOneofCase;

namespace FunctionsPipeline.LocalHost.Worker;

/// <summary>Takes the worker's event stream: only of the process that this host started last, and only once.</summary>
internal sealed class FunctionRpcService(WorkerSupervisor worker) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream,
        IServerStreamWriter<StreamingMessage> responseStream,
        ServerCallContext context
    )
    {
        if (
            !await requestStream.MoveNext(context.CancellationToken)
            || requestStream.Current.ContentCase != Content.StartStream
        )
            throw new Grpc.Core.RpcException(new Status(StatusCode.FailedPrecondition, "StartStream comes first."));
        var channel =
            worker.Attach(requestStream.Current.StartStream.WorkerId)
            ?? throw new Grpc.Core.RpcException(
                new Status(StatusCode.PermissionDenied, "This host waits for no worker with this id.")
            );
        await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
    }
}
