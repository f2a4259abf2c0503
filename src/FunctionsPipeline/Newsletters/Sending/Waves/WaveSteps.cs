using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Waves;

/// <summary>Moves one wave one step on. Any process may take any step; the wave's ETag lets one of them win.</summary>
internal class WaveSteps(
    SendingLedger ledger,
    WaveOpening opening,
    WaveClosing closing,
    WaveCancelling cancelling,
    RequestSteps requests,
    RequestHints hints,
    ProviderClock clock
)
{
    /// <summary>By then an uncertain request closes its wave although others are still to be posted.</summary>
    private static readonly TimeSpan CloseBusyLead = TimeSpan.FromMinutes(24);

    /// <returns>True if something changed, so that a further step may be possible.</returns>
    public async Task<bool> StepAsync(IssueView view, WavePlan plan, CancellationToken cancellationToken)
    {
        var wave = view.Waves.GetValueOrDefault(plan.Number);
        if (view.Issue.Value.Stop is not null && wave?.Value.Stop != true)
            return await StopAsync(view, plan, wave, cancellationToken);
        if (wave is null || wave.Value.State == WaveState.New)
            return await opening.StepAsync(view, plan, wave, cancellationToken);
        if (wave.Value.Batch is { } batch && !await clock.EnsureAsync(batch, cancellationToken))
            return false;
        if (await requests.EndClaimsAsync(view, plan, cancellationToken))
            return true;
        return wave.Value.State switch
        {
            WaveState.Open => await OpenAsync(view, plan, wave, cancellationToken),
            WaveState.Closing => await closing.StepAsync(view, plan, wave, cancellationToken),
            WaveState.Cancelling => await cancelling.StepAsync(view, wave, cancellationToken),
            _ => false,
        };
    }

    /// <summary>The stop is stored on each wave, so that a process that reopens one cannot overlook it.</summary>
    private async Task<bool> StopAsync(
        IssueView view,
        WavePlan plan,
        Stored<WaveRecord>? wave,
        CancellationToken cancellationToken
    )
    {
        var after =
            wave?.Value
            ?? new WaveRecord
            {
                Number = plan.Number,
                State = WaveState.New,
                Gen = plan.Gen,
                SendAt = plan.SendAt,
            };
        after = after with
        {
            Stop = true,
            State = after.State switch
            {
                WaveState.New => WaveState.Stopped,
                // Held too: until 12 minutes before, what is staged can be withdrawn.
                WaveState.Open or WaveState.Held => WaveState.Closing,
                var other => other,
            },
        };
        return await ledger.SwapWaveAsync(view, wave, after, cancellationToken) is not null;
    }

    private async Task<bool> OpenAsync(
        IssueView view,
        WavePlan plan,
        Stored<WaveRecord> wave,
        CancellationToken cancellationToken
    )
    {
        var value = wave.Value;
        var states = view.In(plan).Select(r => (Request: r, State: view.Read(r))).ToList();
        var planned = states.Where(s => s.State == RequestState.Planned).Select(s => s.Request).ToList();
        var claimed = states.Any(s => s.State == RequestState.Submitting);
        var busy = planned.Count > 0 || claimed;
        var uncertain = states.Any(s => s.State == RequestState.Uncertain);

        if (value.Batch is null)
        {
            // holdWindow 0: nothing can be cancelled. Hints are given until all is posted; the late limit ends it.
            if (!busy)
                return await ledger.SwapWaveAsync(view, wave, value with { State = WaveState.Held }, cancellationToken)
                    is not null;
        }
        else
        {
            var closeBusyFrom = value.SendAt - CloseBusyLead;
            if (
                uncertain
                && clock.Latest < value.SendAt - SendTimes.CloseLead
                && (!busy || clock.Earliest >= closeBusyFrom)
                && await closing.CloseAsync(view, wave, cancellationToken)
            )
                return true;
            if (clock.Earliest > value.SendAt - SendTimes.ClaimLead)
            {
                // A claim that still lives may end uncertain while there is time to cancel.
                return (!claimed || clock.Earliest >= value.SendAt - SendTimes.CloseLead)
                    && await HoldAsync(view, wave, planned, cancellationToken);
            }
        }
        if (planned.Count > 0 && hints.AreDueAgain(value))
            await opening.OpenAsync(view, wave, value, planned, cancellationToken);
        return false;
    }

    /// <summary>
    /// Rule S4: nothing is claimed any more, and what was not posted moves to a tail wave; the send time never changes. The
    /// simulation overrides this to show what the rule is for.
    /// </summary>
    /// <param name="planned">The requests that were not posted.</param>
    protected virtual async Task<bool> HoldAsync(
        IssueView view,
        Stored<WaveRecord> wave,
        IReadOnlyList<int> planned,
        CancellationToken cancellationToken
    ) =>
        await ledger.SwapWaveAsync(view, wave, wave.Value with { State = WaveState.Held }, cancellationToken)
            is not null;
}
