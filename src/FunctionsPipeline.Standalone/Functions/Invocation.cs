using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Standalone.Functions;

/// <summary>One run: what the function sees of it, and what the trigger's binders need.</summary>
internal sealed class Invocation(FunctionDefinition function, object input, IServiceProvider services, CancellationToken cancellationToken)
    : FunctionContext, IAsyncDisposable
{
    private List<IAsyncDisposable>? _opened;

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => function.Id;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>What fired: of the type that the trigger's own binders know.</summary>
    public object Input { get; } = input;

    /// <summary>Closes <paramref name="resource"/> when the run is over.</summary>
    public void DisposeAfterwards(IAsyncDisposable resource) => (_opened ??= []).Add(resource);

    public async ValueTask DisposeAsync()
    {
        foreach (var resource in _opened ?? [])
            await resource.DisposeAsync();
    }
}
