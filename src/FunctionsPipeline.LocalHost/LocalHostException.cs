namespace FunctionsPipeline.LocalHost;

/// <summary>
/// The host cannot start or go on. The message is for the person who started it: what is wrong, where, how to fix it.
/// </summary>
public sealed class LocalHostException : Exception
{
    public LocalHostException() { }

    public LocalHostException(string message)
        : base(message) { }

    public LocalHostException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>Several problems, one on each line.</summary>
    internal LocalHostException(IReadOnlyCollection<string> problems)
        : base(
            problems.Count == 1
                ? problems.First()
                : $"The app cannot start for {problems.Count} reasons:{string.Concat(problems.Select(problem => "\n  - " + problem))}"
        ) { }
}
