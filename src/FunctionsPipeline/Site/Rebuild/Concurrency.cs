namespace FunctionsPipeline.Site.Rebuild;

/// <summary>How much is done at a time.</summary>
internal static class Concurrency
{
    /// <summary>Small storage calls that wait more than they work.</summary>
    public static ParallelOptions Storage(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken };

    /// <summary>Lists, each of which renders and then waits for storage.</summary>
    public static ParallelOptions Lists(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken };
}
