using FunctionsPipeline.LocalHost.Protocol;
using Grpc.Core;
using Grpc.Net.Client;
using Content = FunctionsPipeline.LocalHost.Protocol.StreamingMessage.ContentOneofCase;

namespace FunctionsPipeline.LocalHost.TestApp;

/// <summary>
/// A worker that misbehaves in a way that the official one cannot be brought to: the setting AtStart says how. It has one
/// queue function, OnMessage.
/// </summary>
internal sealed class FakeWorker(
    string misbehaviour,
    AsyncDuplexStreamingCall<StreamingMessage, StreamingMessage> stream
)
{
    private const string FunctionId = "1";

    public static async Task<int> RunAsync(string misbehaviour, string[] args)
    {
        switch (misbehaviour)
        {
            case "refuse":
                await Console.Error.WriteLineAsync("Setting Color is 'loud', but must be a color.");
                return 1;
            case "exit":
                return 3;
            case "hang":
                await Task.Delay(Timeout.InfiniteTimeSpan);
                return 0;
            default:
                using (var channel = GrpcChannel.ForAddress(Argument(args, "--functions-uri")))
                {
                    using var stream = new FunctionRpc.FunctionRpcClient(channel).EventStream();
                    await new FakeWorker(misbehaviour, stream).RunAsync(Argument(args, "--functions-worker-id"));
                }

                return 0;
        }
    }

    private static string Argument(string[] args, string name) => args[Array.IndexOf(args, name) + 1];

    private async Task RunAsync(string workerId)
    {
        await SendAsync(
            new()
            {
                StartStream = new() { WorkerId = misbehaviour == "wrong id" ? Guid.NewGuid().ToString() : workerId },
            }
        );
        while (await stream.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (stream.ResponseStream.Current.ContentCase == Content.WorkerTerminate)
                return;
            await AnswerAsync(stream.ResponseStream.Current);
        }
    }

    private async Task AnswerAsync(StreamingMessage message)
    {
        var answer = message.ContentCase switch
        {
            Content.WorkerInitRequest when misbehaviour == "silent" => null,
            Content.WorkerInitRequest => new StreamingMessage
            {
                WorkerInitResponse = new() { Result = misbehaviour == "no init" ? Failed() : Done() },
            },
            Content.FunctionsMetadataRequest => new StreamingMessage { FunctionMetadataResponse = Functions() },
            Content.FunctionLoadRequest => new StreamingMessage
            {
                FunctionLoadResponse = new()
                {
                    FunctionId = message.FunctionLoadRequest.FunctionId,
                    Result = misbehaviour == "no load" ? Failed() : Done(),
                },
            },
            Content.InvocationRequest => new StreamingMessage
            {
                InvocationResponse = new() { InvocationId = message.InvocationRequest.InvocationId, Result = Done() },
            },
            _ => null,
        };
        if (answer is null)
            return;
        await SendAsync(answer);
        if (misbehaviour != "twice")
            return;
        // The second answer contradicts the first one.
        if (answer.InvocationResponse is { } response)
            response.Result = Failed();
        if (answer.FunctionLoadResponse is { } load)
            load.Result = Failed();
        await SendAsync(answer);
        await SendAsync(
            new()
            {
                InvocationResponse = new() { InvocationId = "never asked for", Result = Done() },
            }
        );
    }

    private FunctionMetadataResponse Functions()
    {
        var function = new RpcFunctionMetadata
        {
            FunctionId = FunctionId,
            Name = "OnMessage",
            EntryPoint = "Fake.OnMessage",
            ScriptFile = "fake.dll",
        };
        function.RawBindings.Add(
            misbehaviour == "unknown trigger"
                ? """{"name":"item","type":"cosmosDBTrigger","direction":"In"}"""
                : """{"name":"message","type":"queueTrigger","direction":"In","queueName":"fake","dataType":"String"}"""
        );
        if (misbehaviour == "unknown output")
            function.RawBindings.Add("""{"name":"$return","type":"table","direction":"Out"}""");
        return new() { Result = Done(), FunctionMetadataResults = { function } };
    }

    private Task SendAsync(StreamingMessage message) => stream.RequestStream.WriteAsync(message);

    private static StatusResult Done() => new() { Status = StatusResult.Types.Status.Success };

    private static StatusResult Failed() =>
        new()
        {
            Status = StatusResult.Types.Status.Failure,
            Exception = new() { Message = "the fake worker does not want to" },
        };
}
