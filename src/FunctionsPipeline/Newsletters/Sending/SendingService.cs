using System.Runtime.CompilerServices;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Freezing;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>The ledger's front: each method leads to the one class that does it.</summary>
internal sealed class SendingService(
    SendingLedger ledger,
    FrozenIssueStore frozen,
    SendingHalt halt,
    RequestBook book,
    IssueFreezer planner,
    Stopping stopping,
    PersonDecisions decisions,
    IssueAccounting accounting,
    ProviderAccount account
) : ISending
{
    public Task<PlanAnswer> PlanAsync(IssueDraft draft, CancellationToken cancellationToken) =>
        planner.PlanAsync(draft, cancellationToken);

    public Task<StopAnswer> StopAsync(IssueId id, string by, CancellationToken cancellationToken) =>
        stopping.StopAsync(id, by, cancellationToken);

    public async Task<IssueRecord?> FindAsync(IssueId id, CancellationToken cancellationToken) =>
        (await ledger.Issue(id).ReadAsync(cancellationToken))?.Value;

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

    public async Task<HaltRecord?> FindHaltAsync(CancellationToken cancellationToken) =>
        (await halt.ReadAsync(cancellationToken))?.Halt;

    public async Task<DateTimeOffset?> CopyAdoptedAtAsync(CancellationToken cancellationToken) =>
        (await halt.ReadAsync(cancellationToken))?.CopyAdoptedAt;

    public async Task<SendingStatus?> StandingAsync(CancellationToken cancellationToken) =>
        await halt.ReadAsync(cancellationToken) is { } standing
            ? new SendingStatus(standing.LastTick, standing.Halt, standing.Refusals)
            : null;

    public Task<IReadOnlyList<ProviderRefusal>> RefusalsAsync(CancellationToken cancellationToken) =>
        account.ReadAsync(cancellationToken);

    public Task<AdoptAnswer> AdoptAsync(Adoption adoption, CancellationToken cancellationToken) =>
        decisions.AdoptAsync(adoption, cancellationToken);
}
