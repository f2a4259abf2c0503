using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Waves;

/// <summary>
/// Rules S3 and S4: what a proven cancel withdrew is staged again as the next generation of the wave, under the same
/// send time. The simulation replaces this class to show what the rules are for.
/// </summary>
internal class WaveRestaging(
    SendingLedger ledger,
    CancelSlots slots,
    ProviderClock clock,
    WaveBatches batches,
    WaveOpening opening
)
{
    /// <summary>Opens the wave again under a new batch, or holds it if that is too late.</summary>
    /// <returns>False if no batch could be had now.</returns>
    public async Task<bool> ReopenAsync(IssueView view, Stored<WaveRecord> wave, CancellationToken cancellationToken)
    {
        var value = wave.Value;
        if (IsTooLate(value))
        {
            await slots.ReturnAsync(CancelSlots.Key(view.Id, value.Number, value.Gen + 1), cancellationToken);
            return await ledger.SwapWaveAsync(view, wave, Next(value, WaveState.Held, null), cancellationToken)
                is not null;
        }
        if (await batches.CreateAsync(view.Id, cancellationToken) is not { } batch)
            return false;
        var members = view.In(view.Issue.Value.Waves.First(w => w.Number == value.Number)).ToList();
        return await RestageAsync(view, wave, Next(value, WaveState.Open, batch), members, cancellationToken);
    }

    /// <summary>The wave as its next generation.</summary>
    public static WaveRecord Next(WaveRecord wave, WaveState state, string? batch) =>
        wave with
        {
            State = state,
            Gen = wave.Gen + 1,
            Batch = batch ?? wave.Batch,
            Cancelled = [.. wave.Cancelled, wave.Batch!],
            CancelIntentAt = null,
            ProvenAt = null,
        };

    /// <summary>True once a claim could not be made in time for the wave's send time, which never changes.</summary>
    protected virtual bool IsTooLate(WaveRecord wave) => clock.Latest > wave.SendAt - SendTimes.ClaimLead;

    /// <summary>One compare-and-swap: with the next generation, every request reads as planned.</summary>
    protected virtual Task<bool> RestageAsync(
        IssueView view,
        Stored<WaveRecord> wave,
        WaveRecord next,
        IReadOnlyList<int> members,
        CancellationToken cancellationToken
    ) => opening.OpenAsync(view, wave, next, members, cancellationToken);
}
