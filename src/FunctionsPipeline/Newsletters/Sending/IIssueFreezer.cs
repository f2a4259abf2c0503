using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>Freezes a planned issue: from then on its content and its recipients never change.</summary>
public interface IIssueFreezer
{
    /// <summary>
    /// Freezes the content, and the recipients in requests of at most 1,000. Safe to repeat and to run in two processes at
    /// once: one wins, the other gets what the winner froze (rule S12). Holds one request's ids in memory.
    /// </summary>
    /// <returns>What was frozen, whichever process did it.</returns>
    Task<Answer<IssueRecord>> FreezeAsync(IssueDraft draft, CancellationToken cancellationToken);
}
