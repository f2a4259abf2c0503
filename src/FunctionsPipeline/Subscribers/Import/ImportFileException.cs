namespace FunctionsPipeline.Subscribers.Import;

/// <summary>A file that cannot be imported: the message says what is wrong, where, and how to fix it.</summary>
public class ImportFileException : Exception
{
    public ImportFileException(string message)
        : base(message) { }

    public ImportFileException(string message, Exception? innerException)
        : base(message, innerException) { }

    public ImportFileException() { }
}
