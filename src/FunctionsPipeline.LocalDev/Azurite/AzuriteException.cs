namespace FunctionsPipeline.LocalDev.Azurite;

/// <summary>Azurite cannot be installed or started. The message is one sentence for the person at the keyboard.</summary>
public sealed class AzuriteException : Exception
{
    public AzuriteException() { }

    public AzuriteException(string message)
        : base(message) { }

    public AzuriteException(string message, Exception innerException)
        : base(message, innerException) { }
}
