namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>Stops an issue.</summary>
public interface IIssueStopping
{
    /// <summary>Stops it at once for what is not posted, by a proven cancel for what is. Safe to repeat.</summary>
    /// <param name="by">Who, in words without an address.</param>
    Task<StopAnswer> StopAsync(IssueId id, string by, CancellationToken cancellationToken);
}

/// <summary>What a stop achieved so far; the sweep carries on with what is <see cref="StopResult.Stopping"/>.</summary>
public sealed record StopAnswer(StopResult Result, IssueAccount? Account);

public enum StopResult
{
    /// <summary>No one gets it.</summary>
    Stopped,

    /// <summary>Under way: claims must end or the provider has not answered yet.</summary>
    Stopping,

    /// <summary>Too late for what was posted; the account says how much that is.</summary>
    TooLate,

    /// <summary>All sending stands still (rule S8): nothing more is handed over, but nothing is withdrawn either.</summary>
    Standstill,

    /// <summary>No such issue.</summary>
    Unknown,
}
