namespace FunctionsPipeline.LocalHost;

/// <summary>A function threw, was cancelled, exceeded its time limit, or lost its process.</summary>
public class FunctionFailedException : Exception
{
    public FunctionFailedException() { }

    public FunctionFailedException(string message)
        : base(message) { }

    public FunctionFailedException(string message, Exception innerException)
        : base(message, innerException) { }
}
