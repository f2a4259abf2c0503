namespace FunctionsPipeline.LocalDev;

/// <summary>Something on this machine keeps the pipeline from starting. The message says what to do.</summary>
public sealed class LocalDevException : Exception
{
    public LocalDevException() { }

    public LocalDevException(string message)
        : base(message) { }

    public LocalDevException(string message, Exception? innerException)
        : base(message, innerException) { }
}
