using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>Moves one wave one step on. Any process may take any step; the wave's ETag lets one of them win.</summary>
internal sealed class WaveSteps(
    Ledger ledger,
    WaveOpening opening,
    WaveCancelling cancelling,
    RequestSteps requests,
    RequestHints hints,
    Slots slots,
    Troubles troubles,
    ProviderClock clock,
    TimeProvider time,
    ProtocolRules rules
)
{
    /// <summary>A hint that led to nothing by then is given again.</summary>
    private static readonly TimeSpan HintAgainAfter = TimeSpan.FromMinutes(2);

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
            WaveState.Closing => await ClosingAsync(view, plan, wave, cancellationToken),
            WaveState.Cancelling => await cancelling.StepAsync(view, wave, cancellationToken),
            _ => false,
        };
    }

    /// <summary>The stop is stored on each wave, so that no one who reopens one can overlook it.</summary>
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
        return await SwapAsync(view, wave, after, cancellationToken) is not null;
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
                return await SwapAsync(view, wave, value with { State = WaveState.Held }, cancellationToken)
                    is not null;
        }
        else
        {
            var closeBusyFrom = value.SendAt - CloseBusyLead;
            if (
                uncertain
                && clock.Latest < value.SendAt - SendTimes.CloseLead
                && (!busy || clock.Earliest >= closeBusyFrom)
                && await CloseAsync(view, wave, cancellationToken)
            )
                return true;
            if (clock.Earliest > value.SendAt - SendTimes.ClaimLead)
            {
                if (!rules.SendAtNeverChanges && planned.Count > 0)
                    return await SwapAsync(
                        view,
                        wave,
                        value with
                        {
                            SendAt = value.SendAt + TimeSpan.FromMinutes(40),
                        },
                        cancellationToken
                    )
                        is not null;
                // A claim that still lives may end uncertain while there is time to cancel.
                return (!claimed || clock.Earliest >= value.SendAt - SendTimes.CloseLead)
                    && await SwapAsync(view, wave, value with { State = WaveState.Held }, cancellationToken)
                        is not null;
            }
        }
        if (planned.Count > 0 && rules.MessagesAreHints && time.GetUtcNow() >= value.EnqueuedAt + HintAgainAfter)
        {
            if (
                await SwapAsync(view, wave, value with { EnqueuedAt = time.GetUtcNow() }, cancellationToken) is not null
            )
                await hints.SendAsync(view.Id, planned, cancellationToken);
        }
        return false;
    }

    private async Task<bool> CloseAsync(IssueView view, Stored<WaveRecord> wave, CancellationToken cancellationToken)
    {
        var value = wave.Value;
        if (
            !await slots.TakeAsync(
                Slots.Key(view.Id, value.Number, value.Gen + 1),
                SlotUse.Replacement,
                value.SendAt,
                cancellationToken
            )
        )
        {
            await troubles.TellAsync(
                view.Id,
                TroubleKind.NoSlot,
                "No cancel slot is free: what is uncertain stays so.",
                cancellationToken
            );
            return false;
        }
        return await SwapAsync(view, wave, value with { State = WaveState.Closing }, cancellationToken) is not null;
    }

    private async Task<bool> ClosingAsync(
        IssueView view,
        WavePlan plan,
        Stored<WaveRecord> wave,
        CancellationToken cancellationToken
    )
    {
        var value = wave.Value;
        var members = view.In(plan).ToList();
        if (rules.ClaimsEnd && members.Any(r => requests.ClaimLives(view, r)))
            return false;
        if (!members.Any(r => view.Read(r) is RequestState.Staged or RequestState.Uncertain or RequestState.Submitting))
        {
            // Nothing was posted: the batch is as good as new, and one slot is enough for it.
            var state = value.Stop ? WaveState.Stopped : WaveState.Open;
            if (
                await SwapAsync(view, wave, value with { State = state, Gen = value.Gen + 1 }, cancellationToken)
                is null
            )
                return false;
            await slots.ReturnAsync(Slots.Key(view.Id, value.Number, value.Gen), cancellationToken);
            if (value.Stop)
                await slots.ReturnAsync(Slots.Key(view.Id, value.Number, value.Gen + 1), cancellationToken);
            return true;
        }
        if (value.Batch is null)
        {
            await troubles.TellAsync(
                view.Id,
                TroubleKind.StopUnproven,
                "Without a hold window nothing that was posted can be withdrawn.",
                cancellationToken
            );
            return await SwapAsync(view, wave, value with { State = WaveState.Held }, cancellationToken) is not null;
        }
        return await cancelling.BeginAsync(view, wave, cancellationToken);
    }

    private Task<Stored<WaveRecord>?> SwapAsync(
        IssueView view,
        Stored<WaveRecord>? wave,
        WaveRecord after,
        CancellationToken cancellationToken
    ) =>
        ledger.SwapAsync(
            SendingPaths.Wave(view.Id, after.Number),
            wave,
            after,
            SendingJson.Own.WaveRecord,
            cancellationToken
        );
}
