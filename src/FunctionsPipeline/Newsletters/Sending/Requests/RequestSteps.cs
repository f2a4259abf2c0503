using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>What happens to requests without a worker: claims end, events prove, late ones move.</summary>
internal sealed class RequestSteps(SendingLedger ledger, ClaimTerms terms, TimeProvider time)
{
    /// <summary>
    /// True while the call of a claim may still be going on, also when its worker has already lost the answer.
    /// </summary>
    public bool ClaimLives(IssueView view, int request) => terms.IsLive(ClaimOf(view, request));

    /// <summary>True once the claim on the request, if there is one, cannot lead to anything more.</summary>
    public bool ClaimHasEnded(IssueView view, int request) => terms.HasEnded(ClaimOf(view, request));

    /// <summary>
    /// Claims that are over and have no result become uncertain (rule S2); what is uncertain becomes staged when an event
    /// of the same generation has come.
    /// </summary>
    public async Task<bool> EndClaimsAsync(IssueView view, WavePlan plan, CancellationToken cancellationToken)
    {
        var changed = false;
        foreach (var number in view.In(plan))
        {
            if (view.Stored(number) is not { } stored)
                continue;
            var state = view.Read(number);
            var ended = state == RequestState.Submitting && ClaimHasEnded(view, number);
            if (!ended && (state != RequestState.Uncertain || stored.Value.State != RequestState.Uncertain))
                continue;
            if (await IsProvenAsync(view.Id, stored.Value, cancellationToken))
                changed |= await SwapAsync(
                    view,
                    stored,
                    stored.Value with
                    {
                        State = RequestState.Staged,
                        Claim = null,
                    },
                    cancellationToken
                );
            else if (ended)
                changed |= await SwapAsync(
                    view,
                    stored,
                    stored.Value with
                    {
                        State = RequestState.Uncertain,
                        Reason = "The claim ended without a result.",
                    },
                    cancellationToken
                );
        }
        return changed;
    }

    private async Task<bool> IsProvenAsync(IssueId issue, RequestRecord request, CancellationToken cancellationToken) =>
        (await ledger.Outcome(issue, request.Number).ReadAsync(cancellationToken))?.Value.Gens.ContainsKey(request.Gen)
        == true;

    /// <summary>Brings the requests that a tail wave names into it, one compare-and-swap each.</summary>
    public async Task MoveAsync(IssueView view, WavePlan tail, CancellationToken cancellationToken)
    {
        foreach (var number in tail.Moved ?? [])
        {
            var stored = view.Stored(number);
            var from = view.WaveOf(number);
            if (from >= tail.Number || ClaimLives(view, number))
                continue;
            var state = view.Read(number);
            if (state != RequestState.Planned && !(tail.ByPerson && state == RequestState.Uncertain))
                continue;
            var moved = new RequestRecord
            {
                Number = number,
                Wave = tail.Number,
                Gen = tail.Gen,
                State = RequestState.Planned,
                Refused = stored?.Value.Refused ?? [],
                Decision = tail.Decision is { } decision ? $"Planned again by {decision.By}." : stored?.Value.Decision,
                At = time.GetUtcNow(),
            };
            await ledger.Request(view.Id, number).SwapAsync(stored, moved, cancellationToken);
        }
    }

    private static Claim? ClaimOf(IssueView view, int request) => view.Stored(request)?.Value.Claim;

    private async Task<bool> SwapAsync(
        IssueView view,
        Stored<RequestRecord> over,
        RequestRecord after,
        CancellationToken cancellationToken
    ) =>
        await ledger
            .Request(view.Id, after.Number)
            .SwapAsync(over, after with { At = time.GetUtcNow() }, cancellationToken)
            is not null;
}
