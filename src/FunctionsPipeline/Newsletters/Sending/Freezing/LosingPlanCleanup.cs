using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Freezing;

/// <summary>
/// Takes away the folders of planners that died or lost (rule S12). Only once an issue is about to be closed: until there is
/// a winner, a suspended process may still resume and name its folder; afterwards the others are never read.
/// </summary>
internal sealed class LosingPlanCleanup(SendingLedger ledger)
{
    /// <summary>Safe to repeat.</summary>
    /// <exception cref="StorageException">Storage did not answer; some may be gone.</exception>
    public async Task RemoveAsync(IssueRecord issue, CancellationToken cancellationToken)
    {
        if (issue.Plan is not { } winner)
            return;
        var kept = SendingPaths.PlanFolder(issue.Id, winner);
        var losing = new List<string>();
        await foreach (
            var entry in ledger.Store.ListAsync(Containers.State, SendingPaths.Plans(issue.Id), cancellationToken)
        )
        {
            if (!entry.Name.StartsWith(kept, StringComparison.Ordinal))
                losing.Add(entry.Name);
        }
        foreach (var name in losing)
            await ledger.Store.DeleteAsync(SendingPaths.At(name), null, cancellationToken);
    }
}
