using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending.Waves;

internal sealed class UncertainReplanning(SendingLedger ledger, RequestBook book, TailWaves tails, TimeProvider time)
    : IUncertainReplanning
{
    public async Task<int> PlanAgainAsync(IssueId id, string by, CancellationToken cancellationToken)
    {
        while (
            await IssueView.ReadAsync(ledger, book, id, cancellationToken)
                is { Issue.Value: { State: IssueState.Planned, Stop: null } } view
        )
        {
            var outcomes = await book.ReadOutcomesAsync(id, cancellationToken);
            var issue = view.Issue.Value;
            var taken = issue
                .Waves.Where(w =>
                    w.ByPerson && view.Waves.GetValueOrDefault(w.Number)?.Value.State is null or WaveState.New
                )
                .SelectMany(w => w.Moved ?? [])
                .ToHashSet();
            var uncertain = Enumerable
                .Range(1, issue.Requests.Count)
                .Where(r =>
                    !taken.Contains(r)
                    && IsLeft(view, r)
                    && view.Read(r, outcomes.GetValueOrDefault(r)) == RequestState.Uncertain
                )
                .ToList();
            if (uncertain.Count == 0)
                return 0;
            if (await tails.AddAsync(view, uncertain, new Decision(time.GetUtcNow(), by), cancellationToken))
                return uncertain.Sum(r => issue.Requests[r - 1]);
        }
        return 0;
    }

    /// <summary>
    /// True where the system itself clears nothing up any more. A wave that is open, closing or cancelling may still be
    /// staged again, under generations that the tail wave would then share with it.
    /// </summary>
    private static bool IsLeft(IssueView view, int request) =>
        view.Waves.GetValueOrDefault(view.WaveOf(request))?.Value is { } wave
        && (wave.Batch is null || wave.State is WaveState.Held or WaveState.Unproven or WaveState.Adopted);
}
