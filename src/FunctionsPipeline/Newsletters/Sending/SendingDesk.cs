using System.Runtime.CompilerServices;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>The ledger's front: each method leads to the one class that does it.</summary>
internal sealed class SendingDesk(
    Ledger ledger,
    Frozen frozen,
    Fence fence,
    RequestBook book,
    Planner planner,
    Stopping stopping,
    PersonDecisions decisions,
    Accounting accounting,
    MailAccount account
) : ISending
{
    public Task<PlanAnswer> PlanAsync(IssueDraft draft, CancellationToken cancellationToken) =>
        planner.PlanAsync(draft, cancellationToken);

    public Task<StopAnswer> StopAsync(IssueId id, string by, CancellationToken cancellationToken) =>
        stopping.StopAsync(id, by, cancellationToken);

    public async Task<IssueRecord?> FindAsync(IssueId id, CancellationToken cancellationToken) =>
        (await ledger.ReadAsync(SendingPaths.Issue(id), SendingJson.Own.IssueRecord, cancellationToken))?.Value;

    public async Task<FrozenContent?> ContentAsync(IssueId id, CancellationToken cancellationToken) =>
        (await frozen.FindAsync(id, cancellationToken))?.Content;

    public async Task<IssueAccount?> AccountAsync(IssueId id, CancellationToken cancellationToken)
    {
        if (await IssueView.ReadAsync(ledger, book, id, cancellationToken) is not { } view)
            return null;
        return view.Issue.Value.Account ?? await accounting.CountAsync(view, cancellationToken);
    }

    public async IAsyncEnumerable<IssueId> ListAsync(
        string newsletter,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (
            var entry in ledger.Store.ListAsync(
                Containers.Newsletter,
                $"{SendingPaths.Issues}{newsletter}-",
                cancellationToken
            )
        )
        {
            var name = entry.Name[SendingPaths.Issues.Length..];
            // Newsletter 'a' also begins the ids of newsletter 'a-b': the slot is what follows the last hyphen.
            if (IssueId.TryParse(name, out var id) && name.LastIndexOf('-') == newsletter.Length)
                yield return id;
        }
    }

    public Task<int> PlanUncertainAnewAsync(IssueId id, string by, CancellationToken cancellationToken) =>
        decisions.PlanUncertainAnewAsync(id, by, cancellationToken);

    public async Task<FenceRaised?> FenceAsync(CancellationToken cancellationToken) =>
        (await fence.ReadAsync(cancellationToken))?.Fence;

    public async Task<DateTimeOffset?> CopyAdoptedAtAsync(CancellationToken cancellationToken) =>
        (await fence.ReadAsync(cancellationToken))?.CopyAdoptedAt;

    public async Task<SendingStanding?> StandingAsync(CancellationToken cancellationToken) =>
        await fence.ReadAsync(cancellationToken) is { } standing
            ? new SendingStanding(standing.LastTick, standing.Fence, standing.Refusals)
            : null;

    public Task<IReadOnlyList<MailRefusal>> RefusalsAsync(CancellationToken cancellationToken) =>
        account.ReadAsync(cancellationToken);

    public Task<AdoptAnswer> AdoptAsync(Adoption adoption, CancellationToken cancellationToken) =>
        decisions.AdoptAsync(adoption, cancellationToken);
}
