using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Waves;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>A request that this worker may try once.</summary>
/// <param name="StartedAt">Timestamp from before the claim was written.</param>
internal sealed record Claimed(
    JsonDocument<RequestRecord> Document,
    Stored<RequestRecord> Stored,
    WaveRecord Wave,
    long StartedAt
);

/// <summary>
/// Takes, keeps and gives back the exclusive right to try a request (rules S2 and S3). The simulation overrides
/// <see cref="FinishAsync"/> to show what S3 is for.
/// </summary>
internal class RequestClaims(
    SendingLedger ledger,
    SendingHalt halt,
    ProviderClock clock,
    IssueAlertService alerts,
    TimeProvider time
)
{
    private readonly WaveCache _waves = new(ledger, time);

    /// <summary>Claims a request that is planned in an open wave.</summary>
    /// <returns>Null if it is not to be posted now, or if another worker was first.</returns>
    public async Task<Claimed?> TryTakeAsync(FrozenIssue issue, int number, CancellationToken cancellationToken)
    {
        var document = ledger.Request(issue.Issue.Id, number);
        // Most requests are claimed once, when there is no blob yet: then nothing need be read before.
        var claimed =
            await WriteClaimAsync(issue, document, number, null, cancellationToken)
            ?? (
                await document.ReadAsync(cancellationToken) is { } stored
                    ? await WriteClaimAsync(issue, document, number, stored, cancellationToken)
                    : null
            );
        return claimed is null ? null : await ConfirmAsync(issue.Issue.Id, claimed, cancellationToken);
    }

    /// <returns>Null if the request is not to be claimed, or if another writer was first.</returns>
    private async Task<Claimed?> WriteClaimAsync(
        FrozenIssue issue,
        JsonDocument<RequestRecord> document,
        int number,
        Stored<RequestRecord>? stored,
        CancellationToken cancellationToken
    )
    {
        var id = issue.Issue.Id;
        var waveNumber = stored?.Value.Wave ?? issue.PlannedWave(number);
        if (
            await _waves.RecentAsync(id, waveNumber, cancellationToken) is not { State: WaveState.Open } wave
            || EffectiveState.Read(stored?.Value, wave) != RequestState.Planned
        )
            return null;
        if (wave.Batch is { } batch && !await MayClaimAsync(id, wave, batch, cancellationToken))
            return null;

        // The monotonic clock starts before the claim is written: what is measured from here is never too short.
        var started = time.GetTimestamp();
        var claim = new Claim(ledger.NewId(), clock.Latest + ClaimTerms.Duration, wave.Batch);
        var record = new RequestRecord
        {
            Number = number,
            Wave = waveNumber,
            Gen = wave.Gen,
            State = RequestState.Submitting,
            Claim = claim,
            Refused = stored?.Value.Refused ?? [],
            Decision = stored?.Value.Decision,
            At = time.GetUtcNow(),
        };
        return await document.SwapAsync(stored, record, cancellationToken) is { } mine
            ? new Claimed(document, mine, wave, started)
            : null;
    }

    /// <summary>
    /// Reads the wave again after the claim is visible: a process that closes the wave now sees the claim and waits for
    /// it, or had closed it before and is seen here.
    /// </summary>
    /// <returns>Null if the claim was given back.</returns>
    private async Task<Claimed?> ConfirmAsync(IssueId id, Claimed claimed, CancellationToken cancellationToken)
    {
        var wave = claimed.Wave;
        var again = await _waves.ReadAsync(id, wave.Number, cancellationToken);
        if (
            again is { State: WaveState.Open }
            && again.Gen == wave.Gen
            && again.Batch == wave.Batch
            && await halt.MaySendAsync(cancellationToken)
        )
            return claimed with { Wave = again };
        await ReleaseAsync(claimed, null, cancellationToken);
        return null;
    }

    private async Task<bool> MayClaimAsync(
        IssueId id,
        WaveRecord wave,
        string batch,
        CancellationToken cancellationToken
    )
    {
        if (!await clock.EnsureAsync(batch, cancellationToken))
            return false;
        if (clock.IsSkewed)
        {
            await alerts.NotifyAsync(
                id,
                AlertKind.Skew,
                "This machine's clock and the provider's differ by more than a minute.",
                cancellationToken
            );
            return false;
        }
        return clock.Latest <= wave.SendAt - SendTimes.ClaimLead;
    }

    /// <summary>Stores what is known of the request while the claim is held.</summary>
    /// <returns>Null if another worker took the request over.</returns>
    public static async Task<Claimed?> UpdateAsync(
        Claimed claimed,
        RequestRecord after,
        CancellationToken cancellationToken
    ) =>
        await claimed.Document.SwapAsync(claimed.Stored, after, cancellationToken) is { } stored
            ? claimed with
            {
                Stored = stored,
            }
            : null;

    /// <summary>
    /// Stores the result over the claim's own version only: a worker that took the request over has the last word.
    /// </summary>
    public virtual Task FinishAsync(Claimed claimed, RequestRecord result, CancellationToken cancellationToken) =>
        claimed.Document.SwapAsync(claimed.Stored, result, cancellationToken);

    /// <summary>Gives the request back: nothing was posted, and it is planned again.</summary>
    /// <param name="reason">For people.</param>
    public Task ReleaseAsync(Claimed claimed, string? reason, CancellationToken cancellationToken) =>
        claimed.Document.SwapAsync(
            claimed.Stored,
            claimed.Stored.Value with
            {
                State = RequestState.Planned,
                Claim = null,
                Withdrawn = [],
                Reason = reason,
                At = time.GetUtcNow(),
            },
            cancellationToken
        );
}
