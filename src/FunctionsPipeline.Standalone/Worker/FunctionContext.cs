namespace Microsoft.Azure.Functions.Worker;

/// <summary>One run of one function.</summary>
public abstract class FunctionContext
{
    /// <summary>Unique to this run; in every log line that is written during it.</summary>
    public abstract string InvocationId { get; }

    /// <summary>Stable for a function as long as its name does not change.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The services of this run's own scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>Whatever the parts of one run want to tell each other.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Cancelled when the run must end: its time is up, its lock was lost, or the host's drain time has passed.</summary>
    public virtual CancellationToken CancellationToken { get; }
}
