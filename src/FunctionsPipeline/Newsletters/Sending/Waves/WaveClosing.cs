using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Waves;

/// <summary>From open to the cancel: nothing is claimed any more, and the claims that there are come to an end.</summary>
internal sealed class WaveClosing(
    SendingLedger ledger,
    WaveCancelling cancelling,
    RequestSteps requests,
    CancelSlots slots,
    IssueAlertService alerts
)
{
    /// <summary>From open, while something is uncertain: takes the slot that the replacement needs, and closes.</summary>
    /// <returns>False if no slot is free, or if another process was faster.</returns>
    public async Task<bool> CloseAsync(IssueView view, Stored<WaveRecord> wave, CancellationToken cancellationToken)
    {
        var value = wave.Value;
        if (
            !await slots.TakeAsync(
                CancelSlots.Key(view.Id, value.Number, value.Gen + 1),
                CancelSlotUse.Replacement,
                value.SendAt,
                cancellationToken
            )
        )
        {
            await alerts.NotifyAsync(
                view.Id,
                AlertKind.NoSlot,
                "No cancel slot is free: what is uncertain stays so.",
                cancellationToken
            );
            return false;
        }
        return await ledger.SwapWaveAsync(view, wave, value with { State = WaveState.Closing }, cancellationToken)
            is not null;
    }

    /// <summary>
    /// From closing, once all claims have ended: cancels what was posted, or opens or stops the wave at once if nothing was.
    /// </summary>
    public async Task<bool> StepAsync(
        IssueView view,
        WavePlan plan,
        Stored<WaveRecord> wave,
        CancellationToken cancellationToken
    )
    {
        var value = wave.Value;
        var members = view.In(plan).ToList();
        if (!members.TrueForAll(r => requests.ClaimHasEnded(view, r)))
            return false;
        if (!members.Any(r => view.Read(r) is RequestState.Staged or RequestState.Uncertain or RequestState.Submitting))
        {
            // Nothing was posted: the batch is as good as new, and one slot is enough for it.
            var state = value.Stop ? WaveState.Stopped : WaveState.Open;
            if (
                await ledger.SwapWaveAsync(
                    view,
                    wave,
                    value with
                    {
                        State = state,
                        Gen = value.Gen + 1,
                    },
                    cancellationToken
                )
                is null
            )
                return false;
            await slots.ReturnAsync(CancelSlots.Key(view.Id, value.Number, value.Gen), cancellationToken);
            if (value.Stop)
                await slots.ReturnAsync(CancelSlots.Key(view.Id, value.Number, value.Gen + 1), cancellationToken);
            return true;
        }
        if (value.Batch is null)
        {
            await alerts.NotifyAsync(
                view.Id,
                AlertKind.StopUnproven,
                "Without a hold window nothing that was posted can be withdrawn.",
                cancellationToken
            );
            return await ledger.SwapWaveAsync(view, wave, value with { State = WaveState.Held }, cancellationToken)
                is not null;
        }
        return await cancelling.BeginAsync(view, wave, cancellationToken);
    }
}
