using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Waves;

/// <summary>
/// Rule S1: the intent to cancel is stored first; the cancel is called only in time and believed only with proof; what
/// could not be proven makes all that was posted uncertain.
/// </summary>
internal sealed class WaveCancelling(
    SendingLedger ledger,
    CancelSlots slots,
    IBulkMail mail,
    ProviderClock clock,
    CancelProof proofs,
    WaveRestaging restaging,
    IssueAlertService alerts
)
{
    /// <summary>
    /// From closing, all claims ended: asks the provider for its time, then stores the intent, or holds if it is too
    /// late.
    /// </summary>
    public async Task<bool> BeginAsync(IssueView view, Stored<WaveRecord> wave, CancellationToken cancellationToken)
    {
        var value = wave.Value;
        var answer = await clock.ObserveAsync(() => mail.GetCancellationAsync(value.Batch!, cancellationToken));
        if (proofs.LacksTime(value, answer))
            return false;
        if (proofs.IsTooLateToCancel(value))
        {
            await slots.ReturnAsync(CancelSlots.Key(view.Id, value.Number, value.Gen + 1), cancellationToken);
            if (value.Stop)
                await alerts.NotifyAsync(
                    view.Id,
                    AlertKind.StopUnproven,
                    "It was too late to withdraw what had been handed over.",
                    cancellationToken
                );
            return await ledger.SwapWaveAsync(view, wave, value with { State = WaveState.Held }, cancellationToken)
                is not null;
        }
        await slots.MarkCancelledAsync(
            CancelSlots.Key(view.Id, value.Number, value.Gen),
            value.Batch!,
            value.SendAt,
            cancellationToken
        );
        return await ledger.SwapWaveAsync(
            view,
            wave,
            value with
            {
                State = WaveState.Cancelling,
                CancelIntentAt = clock.Latest,
            },
            cancellationToken
        )
            is not null;
    }

    /// <summary>Looks whether the batch is cancelled, calls the cancel if not, and draws the conclusion.</summary>
    public async Task<bool> StepAsync(IssueView view, Stored<WaveRecord> wave, CancellationToken cancellationToken)
    {
        var value = wave.Value;
        if (value.ProvenAt is null)
        {
            var proof = await ProveAsync(value, cancellationToken);
            if (proof is null && proofs.MayStillBeProven(value))
                return false;
            if (proof is null)
            {
                await slots.ReturnAsync(CancelSlots.Key(view.Id, value.Number, value.Gen + 1), cancellationToken);
                var kind = value.Stop ? AlertKind.StopUnproven : AlertKind.Uncertain;
                await alerts.NotifyAsync(
                    view.Id,
                    kind,
                    "The provider did not confirm the cancel in time.",
                    cancellationToken
                );
                return await ledger.SwapWaveAsync(
                    view,
                    wave,
                    value with
                    {
                        State = WaveState.Unproven,
                    },
                    cancellationToken
                )
                    is not null;
            }
            // Stored before anything is built on it: a process that continues need not prove it again, when it may be
            // too late.
            return await ledger.SwapWaveAsync(view, wave, value with { ProvenAt = proof }, cancellationToken)
                is not null;
        }
        if (!value.Stop)
            return await restaging.ReopenAsync(view, wave, cancellationToken);
        await slots.ReturnAsync(CancelSlots.Key(view.Id, value.Number, value.Gen + 1), cancellationToken);
        return await ledger.SwapWaveAsync(
            view,
            wave,
            WaveRestaging.Next(value, WaveState.Stopped, null),
            cancellationToken
        )
            is not null;
    }

    /// <returns>The date of the proof; null without one.</returns>
    private async Task<DateTimeOffset?> ProveAsync(WaveRecord wave, CancellationToken cancellationToken)
    {
        var batch = wave.Batch!;
        if (
            CancelProof.Of(wave, await clock.ObserveAsync(() => mail.GetCancellationAsync(batch, cancellationToken))) is
            { } found
        )
            return found;
        if (!proofs.MayCancel(wave))
            return null;
        var answer = await clock.ObserveAsync(() => mail.CancelAsync(batch, cancellationToken));
        return proofs.OfCancel(wave, answer);
    }
}
