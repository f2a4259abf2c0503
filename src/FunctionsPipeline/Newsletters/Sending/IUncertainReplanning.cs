namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>What only a person may decide: to risk a second copy.</summary>
public interface IUncertainReplanning
{
    /// <summary>
    /// What is uncertain is planned again in a wave of its own, at the risk of a second copy for those that got the
    /// first. Who decided it, and when, stays with that wave in the issue's record.
    /// </summary>
    /// <param name="by">Who, in words without an address.</param>
    /// <returns>How many recipients that concerns.</returns>
    Task<int> PlanAgainAsync(IssueId id, string by, CancellationToken cancellationToken);
}
