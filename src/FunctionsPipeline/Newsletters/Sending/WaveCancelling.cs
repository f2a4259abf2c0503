using FunctionsPipeline.Mail;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// Rule S1: the intent to cancel is stored first; the cancel is called only in time and believed only with proof; what
/// could not be proven makes all that was posted uncertain.
/// </summary>
internal sealed class WaveCancelling(
    Ledger ledger,
    Slots slots,
    IBulkMail mail,
    ProviderClock clock,
    WaveOpening opening,
    Troubles troubles,
    TimeProvider time,
    ProtocolRules rules
)
{
    /// <summary>From closing, all claims ended: asks the provider for its time, then stores the intent, or holds if it is too late.</summary>
    public async Task<bool> BeginAsync(IssueView view, Stored<WaveRecord> wave, CancellationToken cancellationToken)
    {
        var value = wave.Value;
        var answer = await clock.ObserveAsync(() => mail.GetCancellationAsync(value.Batch!, cancellationToken));
        if (answer.ProviderTime is null && rules.BelieveOnlyProof && clock.Earliest < value.SendAt)
            return false;
        if (rules.BelieveOnlyProof && clock.Latest > value.SendAt - SendTimes.CancelLead)
        {
            await slots.ReturnAsync(Slots.Key(view.Id, value.Number, value.Gen + 1), cancellationToken);
            if (value.Stop)
                await troubles.TellAsync(
                    view.Id,
                    TroubleKind.StopUnproven,
                    "It was too late to withdraw what had been handed over.",
                    cancellationToken
                );
            return await SwapAsync(view, wave, value with { State = WaveState.Held }, cancellationToken) is not null;
        }
        await slots.MarkCancelledAsync(
            Slots.Key(view.Id, value.Number, value.Gen),
            value.Batch!,
            value.SendAt,
            cancellationToken
        );
        return await SwapAsync(
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
            if (proof is null && (!rules.BelieveOnlyProof || clock.Earliest <= value.SendAt - SendTimes.ProofLead))
                return false;
            if (proof is null)
            {
                await slots.ReturnAsync(Slots.Key(view.Id, value.Number, value.Gen + 1), cancellationToken);
                var kind = value.Stop ? TroubleKind.StopUnproven : TroubleKind.Uncertain;
                await troubles.TellAsync(
                    view.Id,
                    kind,
                    "The provider did not confirm the cancel in time.",
                    cancellationToken
                );
                return await SwapAsync(view, wave, value with { State = WaveState.Unproven }, cancellationToken)
                    is not null;
            }
            // Kept before anything is built on it: anyone who carries on need not prove it again, when it may be too late to.
            return await SwapAsync(view, wave, value with { ProvenAt = proof }, cancellationToken) is not null;
        }
        if (!value.Stop)
            return await ReopenAsync(view, wave, cancellationToken);
        await slots.ReturnAsync(Slots.Key(view.Id, value.Number, value.Gen + 1), cancellationToken);
        return await SwapAsync(view, wave, Next(value, WaveState.Stopped, null), cancellationToken) is not null;
    }

    /// <returns>The date of the proof; null without one.</returns>
    private async Task<DateTimeOffset?> ProveAsync(WaveRecord wave, CancellationToken cancellationToken)
    {
        var batch = wave.Batch!;
        if (
            Proof(wave, await clock.ObserveAsync(() => mail.GetCancellationAsync(batch, cancellationToken))) is
            { } found
        )
            return found;
        if (rules.BelieveOnlyProof && (!clock.IsKnown || clock.Latest > wave.SendAt - SendTimes.CancelLead))
            return null;
        var answer = await clock.ObserveAsync(() => mail.CancelAsync(batch, cancellationToken));
        return rules.BelieveOnlyProof ? Proof(wave, answer) : answer.ProviderTime ?? time.GetUtcNow();
    }

    private static DateTimeOffset? Proof(WaveRecord wave, CancelAnswer answer) =>
        answer is { State: CancelState.Cancelled, ProviderTime: { } date } && date <= wave.SendAt - SendTimes.ProofLead
            ? date
            : null;

    /// <summary>Restaging is this one compare-and-swap: with the next generation, everything reads as planned (rule S3).</summary>
    private async Task<bool> ReopenAsync(IssueView view, Stored<WaveRecord> wave, CancellationToken cancellationToken)
    {
        var value = wave.Value;
        if (clock.Latest > value.SendAt - SendTimes.ClaimLead && rules.SendAtNeverChanges)
        {
            await slots.ReturnAsync(Slots.Key(view.Id, value.Number, value.Gen + 1), cancellationToken);
            return await SwapAsync(view, wave, Next(value, WaveState.Held, null), cancellationToken) is not null;
        }
        if (await opening.CreateBatchAsync(view.Id, cancellationToken) is not { } batch)
            return false;
        var members = view.In(view.Issue.Value.Waves.First(w => w.Number == value.Number)).ToList();
        if (!rules.RestageByGeneration)
            return await RewriteAsync(
                view,
                wave,
                Next(value, WaveState.Open, batch) with
                {
                    Gen = value.Gen,
                },
                members,
                cancellationToken
            );
        return await opening.OpenAsync(view, wave, Next(value, WaveState.Open, batch), members, cancellationToken);
    }

    private static WaveRecord Next(WaveRecord wave, WaveState state, string? batch) =>
        wave with
        {
            State = state,
            Gen = wave.Gen + 1,
            Batch = batch ?? wave.Batch,
            Cancelled = [.. wave.Cancelled, wave.Batch!],
            CancelIntentAt = null,
            ProvenAt = null,
        };

    /// <summary>What rule S3 forbids; only the simulation comes here.</summary>
    private async Task<bool> RewriteAsync(
        IssueView view,
        Stored<WaveRecord> wave,
        WaveRecord open,
        IReadOnlyList<int> members,
        CancellationToken cancellationToken
    )
    {
        if (!await opening.OpenAsync(view, wave, open, members, cancellationToken))
            return false;
        foreach (var number in members)
        {
            if (view.Stored(number) is { } stored)
                await ledger.SwapAsync(
                    SendingPaths.Request(view.Id, number),
                    stored,
                    stored.Value with
                    {
                        State = RequestState.Planned,
                        Claim = null,
                    },
                    SendingJson.Own.RequestRecord,
                    cancellationToken
                );
        }
        return true;
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
