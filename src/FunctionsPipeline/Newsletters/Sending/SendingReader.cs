using System.Runtime.CompilerServices;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>Reads the ledger for the rest of the product.</summary>
internal sealed class SendingReader(
    SendingLedger ledger,
    FrozenIssueStore frozen,
    SendingHalt halt,
    RequestBook book,
    IssueAccounting accounting,
    ProviderAccount account
) : ISendingReader
{
    public async Task<IssueRecord?> FindAsync(IssueId id, CancellationToken cancellationToken) =>
        (await ledger.Issue(id).ReadAsync(cancellationToken))?.Value;

    public async IAsyncEnumerable<IssueId> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in ledger.Store.ListAsync(Containers.State, SendingPaths.Issues, cancellationToken))
        {
            if (IssueId.TryParse(entry.Name[SendingPaths.Issues.Length..], out var id))
                yield return id;
        }
    }

    public async Task<FrozenContent?> ContentAsync(IssueId id, CancellationToken cancellationToken) =>
        (await frozen.FindAsync(id, cancellationToken))?.Content;

    public async Task<IssueAccount?> AccountAsync(IssueId id, CancellationToken cancellationToken)
    {
        if (await IssueView.ReadAsync(ledger, book, id, cancellationToken) is not { } view)
            return null;
        return view.Issue.Value.Account ?? await accounting.CountAsync(view, cancellationToken);
    }

    public async Task<HaltRecord?> FindHaltAsync(CancellationToken cancellationToken) =>
        (await halt.ReadAsync(cancellationToken))?.Halt;

    public async Task<DateTimeOffset?> CopyAdoptedAtAsync(CancellationToken cancellationToken) =>
        (await halt.ReadAsync(cancellationToken))?.CopyAdoptedAt;

    public async Task<SendingStatus?> StatusAsync(CancellationToken cancellationToken) =>
        await halt.ReadAsync(cancellationToken) is { } status
            ? new SendingStatus(status.LastTick, status.Halt, status.Refusals)
            : null;

    public Task<IReadOnlyList<ProviderRefusal>> RefusalsAsync(CancellationToken cancellationToken) =>
        account.ReadAsync(cancellationToken);
}
