using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Waves;

/// <summary>
/// From new to open: a slot, then a batch, then the compare-and-swap that makes claims possible, then the hints.
/// </summary>
internal sealed class WaveOpening(
    SendingLedger ledger,
    CancelSlots slots,
    WaveBatches batches,
    RequestSteps requests,
    RequestHints hints,
    IssueAlertService alerts,
    TimeProvider time
)
{
    public async Task<bool> StepAsync(
        IssueView view,
        WavePlan plan,
        Stored<WaveRecord>? wave,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (now < (view.Times.Held ? plan.SendAt - SendTimes.StageLead : plan.SendAt))
            return false;
        wave ??= await ledger.SwapWaveAsync(
            view,
            null,
            new WaveRecord
            {
                Number = plan.Number,
                State = WaveState.New,
                Gen = plan.Gen,
                SendAt = plan.SendAt,
            },
            cancellationToken
        );
        if (wave is null)
            return true;
        // What a call may still be under way for is not moved, and would be forgotten by a wave that opens without it.
        if (plan.Moved?.Any(r => view.WaveOf(r) < plan.Number && requests.ClaimLives(view, r)) == true)
            return false;
        if (plan.Moved is not null)
            await requests.MoveAsync(view, plan, cancellationToken);
        var members = plan.Moved ?? [.. Enumerable.Range(plan.First, plan.Last - plan.First + 1)];
        if (!view.Times.Held)
            return await OpenAsync(view, wave, wave.Value with { State = WaveState.Open }, members, cancellationToken);

        if (now > plan.SendAt - SendTimes.ClaimLead)
            return await ledger.SwapWaveAsync(view, wave, wave.Value with { State = WaveState.Held }, cancellationToken)
                is not null;
        var use = plan.Moved is null ? CancelSlotUse.Plan : CancelSlotUse.Tail;
        if (
            !await slots.TakeAsync(
                CancelSlots.Key(view.Id, plan.Number, wave.Value.Gen),
                use,
                plan.SendAt,
                cancellationToken
            )
        )
        {
            await alerts.NotifyAsync(
                view.Id,
                AlertKind.NoSlot,
                "No cancel slot is free: the wave waits for one.",
                cancellationToken
            );
            return false;
        }
        if (await batches.CreateAsync(view.Id, cancellationToken) is not { } batch)
            return false;
        return await OpenAsync(
            view,
            wave,
            wave.Value with
            {
                State = WaveState.Open,
                Batch = batch,
            },
            members,
            cancellationToken
        );
    }

    /// <summary>
    /// Stores the wave, and hints at its requests. Hints that are lost here are given again by the sweep.
    /// </summary>
    /// <returns>False if another process was faster: nothing was stored or hinted at.</returns>
    public async Task<bool> OpenAsync(
        IssueView view,
        Stored<WaveRecord> wave,
        WaveRecord open,
        IEnumerable<int> members,
        CancellationToken cancellationToken
    )
    {
        if (
            await ledger.SwapWaveAsync(view, wave, open with { EnqueuedAt = time.GetUtcNow() }, cancellationToken)
            is null
        )
            return false;
        await hints.SendAsync(view.Issue.Value, members, cancellationToken);
        return true;
    }
}
