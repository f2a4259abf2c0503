using FunctionsPipeline.LocalHost.Protocol;

namespace FunctionsPipeline.LocalHost.Functions;

/// <summary>One function of the app, as its worker listed it.</summary>
internal sealed record FunctionInfo(
    string Id,
    string Name,
    RpcFunctionMetadata Metadata,
    IReadOnlyList<Binding> Bindings
)
{
    /// <summary>The name under which the real host keeps locks and status of a function.</summary>
    public string HostName => "Host.Functions." + Name;

    /// <summary>Null: it has none, or several.</summary>
    public Binding? TriggerOrNull =>
        Bindings.Count(binding => binding.IsTrigger) == 1 ? Bindings.First(binding => binding.IsTrigger) : null;

    /// <summary>What starts it; there after <see cref="FunctionCheck"/>.</summary>
    public Binding Trigger =>
        TriggerOrNull ?? throw new InvalidOperationException($"Function '{Name}' has no trigger.");

    public static FunctionInfo Read(RpcFunctionMetadata metadata) =>
        new(metadata.FunctionId, metadata.Name, metadata, [.. metadata.RawBindings.Select(Binding.Read)]);
}
