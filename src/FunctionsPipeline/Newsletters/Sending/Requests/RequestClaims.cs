using System.Collections.Concurrent;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Waves;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>A request that this worker may try once.</summary>
/// <param name="StartedAt">Timestamp from before the claim was written.</param>
internal sealed record Claimed(
    IssueId Issue,
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
    RequestBook book,
    SendingHalt halt,
    ProviderClock clock,
    IssueAlertService alerts,
    TimeProvider time
)
{
    private readonly WaveCache _waves = new(ledger, time);

    /// <summary>
    /// Claims those of some requests that are planned in an open wave, and confirms all the claims by one look at what may
    /// have changed meanwhile.
    /// </summary>
    /// <returns>Without those that are not to be posted now, and those that another worker took first.</returns>
    public async Task<IReadOnlyList<Claimed>> TakeAsync(
        FrozenIssue issue,
        IReadOnlyList<int> requests,
        CancellationToken cancellationToken
    )
    {
        var taken = new ConcurrentQueue<Claimed>();
        try
        {
            // The first alone: what it asks of the wave and of the provider's clock is known to the others.
            foreach (var some in new[] { requests.Take(1), requests.Skip(1) })
                await Task.WhenAll(some.Select(TryTakeAsync));
            return await ConfirmAsync(
                issue.Issue.Id,
                [.. taken.OrderBy(c => c.Stored.Value.Number)],
                cancellationToken
            );
        }
        catch
        {
            // A fault before the call is no doubt about the call.
            await ReleaseAsync(taken, "The claim could not be confirmed.", CancellationToken.None);
            throw;
        }

        async Task TryTakeAsync(int request)
        {
            if (await TryClaimAsync(issue, request, cancellationToken) is { } claimed)
                taken.Enqueue(claimed);
        }
    }

    private async Task<Claimed?> TryClaimAsync(FrozenIssue issue, int number, CancellationToken cancellationToken)
    {
        var document = ledger.Request(issue.Issue.Id, number);
        // Most requests are claimed once, when there is no blob yet: then nothing need be read before.
        return await WriteClaimAsync(issue, document, number, null, cancellationToken)
            ?? (
                await document.ReadAsync(cancellationToken) is { } stored
                    ? await WriteClaimAsync(issue, document, number, stored, cancellationToken)
                    : null
            );
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
        if (await document.SwapAsync(stored, record, cancellationToken) is not { } mine)
            return null;
        book.Note(id, mine);
        return new Claimed(id, document, mine, wave, started);
    }

    /// <summary>
    /// Reads the wave again after the claims are visible: a process that closes the wave now sees them and waits for them,
    /// or had closed it before and is seen here. The same with the status of all sending.
    /// </summary>
    /// <returns>Without the claims that were given back.</returns>
    private async Task<IReadOnlyList<Claimed>> ConfirmAsync(
        IssueId id,
        IReadOnlyList<Claimed> claimed,
        CancellationToken cancellationToken
    )
    {
        var confirmed = new List<Claimed>(claimed.Count);
        foreach (var wave in claimed.GroupBy(c => c.Wave.Number))
        {
            if (await _waves.ReadAsync(id, wave.Key, cancellationToken) is { State: WaveState.Open } again)
                confirmed.AddRange(
                    wave.Where(c => c.Wave.Gen == again.Gen && c.Wave.Batch == again.Batch)
                        .Select(c => c with { Wave = again })
                );
        }
        if (confirmed.Count > 0 && !await halt.MaySendAsync(cancellationToken))
            confirmed.Clear();
        await ReleaseAsync(
            claimed.ExceptBy(confirmed.Select(c => c.Stored), c => c.Stored),
            reason: null,
            cancellationToken
        );
        return confirmed;
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
    public async Task<Claimed?> UpdateAsync(Claimed claimed, RequestRecord after, CancellationToken cancellationToken)
    {
        if (await claimed.Document.SwapAsync(claimed.Stored, after, cancellationToken) is not { } stored)
            return null;
        book.Note(claimed.Issue, stored);
        return claimed with { Stored = stored };
    }

    /// <summary>
    /// Stores the result over the claim's own version only: a worker that took the request over has the last word.
    /// </summary>
    public virtual Task FinishAsync(Claimed claimed, RequestRecord result, CancellationToken cancellationToken) =>
        UpdateAsync(claimed, result, cancellationToken);

    /// <inheritdoc cref="ReleaseAsync(Claimed, string?, CancellationToken)"/>
    public Task ReleaseAsync(IEnumerable<Claimed> claimed, string? reason, CancellationToken cancellationToken) =>
        Task.WhenAll(claimed.Select(c => ReleaseAsync(c, reason, cancellationToken)));

    /// <summary>Gives the request back: nothing was posted, and it is planned again.</summary>
    /// <param name="reason">For people.</param>
    public Task ReleaseAsync(Claimed claimed, string? reason, CancellationToken cancellationToken) =>
        UpdateAsync(
            claimed,
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
