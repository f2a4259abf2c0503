namespace FunctionsPipeline.Subscribers.Import;

/// <summary>The file has more bytes than may be read.</summary>
public sealed class ImportFileTooLargeException : ImportFileException
{
    public ImportFileTooLargeException(string message)
        : base(message) { }

    public ImportFileTooLargeException(string message, Exception? innerException)
        : base(message, innerException) { }

    public ImportFileTooLargeException() { }
}
