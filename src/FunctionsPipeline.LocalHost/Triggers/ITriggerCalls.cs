using System.ComponentModel;
using Microsoft.Azure.WebJobs;
using ExecutionContext = Microsoft.Azure.WebJobs.ExecutionContext;

namespace FunctionsPipeline.LocalHost.Triggers;

/// <summary>What the emitted methods call. Public because those are in an assembly of their own; not for others.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITriggerCalls
{
    /// <param name="trigger">A text, bytes, or a reference to the blob or message.</param>
    Task CallAsync(
        string function,
        object trigger,
        Binder binder,
        ExecutionContext context,
        CancellationToken cancellationToken
    );
}
