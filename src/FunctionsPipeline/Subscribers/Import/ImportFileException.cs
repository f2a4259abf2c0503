namespace FunctionsPipeline.Subscribers.Import;

/// <summary>A file that cannot be imported: the message says what is the matter, where, and how to mend it.</summary>
public class ImportFileException : Exception
{
    public ImportFileException(string message) : base(message)
    {
    }

    public ImportFileException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    public ImportFileException()
    {
    }
}
