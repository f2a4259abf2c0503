using FunctionsPipeline.LocalHost.Functions;
using FunctionsPipeline.LocalHost.Protocol;
using Google.Protobuf;
using Microsoft.Azure.WebJobs;
using Newtonsoft.Json;
using ExecutionContext = Microsoft.Azure.WebJobs.ExecutionContext;

namespace FunctionsPipeline.LocalHost.Triggers;

/// <summary>From a run of the WebJobs SDK to a run in the worker.</summary>
internal sealed class TriggerCalls(FunctionInvoker invoker, IEnumerable<FunctionInfo> functions) : ITriggerCalls
{
    private readonly Dictionary<string, FunctionInfo> _functions = functions.ToDictionary(
        function => function.Name,
        StringComparer.OrdinalIgnoreCase
    );

    public Task CallAsync(
        string function,
        object trigger,
        Binder binder,
        ExecutionContext context,
        CancellationToken cancellationToken
    )
    {
        var info = _functions[function];
        var request = FunctionInvoker.NewRequest(info, context.InvocationId.ToString(), ToMessage(trigger));
        foreach (var (name, value) in binder.BindingData)
        {
            // "sys" is the SDK's own.
            if (value is not null && !name.Equals("sys", StringComparison.OrdinalIgnoreCase))
                request.TriggerMetadata[name] = ToMessage(value);
        }

        return invoker.InvokeAsync(info, request, cancellationToken);
    }

    // The SDK's types were made for Newtonsoft.Json. Numbers go as JSON: the worker refuses them as numbers in metadata.
    private static TypedData ToMessage(object value) =>
        value switch
        {
            string text => new() { String = text },
            byte[] bytes => new() { Bytes = ByteString.CopyFrom(bytes) },
            ParameterBindingData reference => new()
            {
                ModelBindingData = new()
                {
                    Version = reference.Version,
                    Source = reference.Source,
                    ContentType = reference.ContentType,
                    Content = ByteString.CopyFrom(reference.Content),
                },
            },
            _ => new() { Json = JsonConvert.SerializeObject(value) },
        };
}
