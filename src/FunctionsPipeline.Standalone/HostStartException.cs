namespace FunctionsPipeline.Standalone;

/// <summary>The host cannot start. The message lists everything that is wrong, one problem a line, with how to mend it.</summary>
public sealed class HostStartException : Exception
{
    public HostStartException()
    {
    }

    public HostStartException(string message) : base(message)
    {
    }

    public HostStartException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    internal HostStartException(IReadOnlyCollection<string> problems)
        : base("The functions cannot start:" + string.Concat(problems.Select(problem => Environment.NewLine + "  - " + problem)))
        => Problems = problems;

    /// <summary>Each problem by itself.</summary>
    public IReadOnlyCollection<string> Problems { get; } = [];
}
