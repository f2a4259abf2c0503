namespace FunctionsPipeline.LocalHost.Worker;

/// <summary>The worker's process or stream ended while something waited for its answer.</summary>
internal class WorkerGoneException : FunctionFailedException
{
    public WorkerGoneException()
        : this("The worker process ended while the function ran.") { }

    public WorkerGoneException(string message)
        : base(message) { }

    public WorkerGoneException(string message, Exception innerException)
        : base(message, innerException) { }
}

/// <summary>The host stopped, and the time for functions to finish was over.</summary>
internal sealed class HostStoppingException : WorkerGoneException
{
    public HostStoppingException()
        : this("The host stopped before the function ended.") { }

    public HostStoppingException(string message)
        : base(message) { }

    public HostStoppingException(string message, Exception innerException)
        : base(message, innerException) { }
}
