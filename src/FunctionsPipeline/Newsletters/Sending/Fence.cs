using FunctionsPipeline.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// Rule S8: a ledger that may be a copy does not send. Also keeps what else holds for all sending: the tick and the shared
/// brake after a 429.
/// </summary>
internal sealed class Fence(Ledger ledger, StorageIdentity storage, IOptions<SendingOptions> options, TimeProvider time)
{
    private static readonly TimeSpan CacheFor = TimeSpan.FromSeconds(10);
    private (StandingRecord? Value, long At)? _cached;
    private long? _ownTick;

    /// <summary>As stored now. Null before the first tick.</summary>
    public async Task<StandingRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        var value = (
            await ledger.ReadAsync(SendingPaths.Standing, SendingJson.Own.StandingRecord, cancellationToken)
        )?.Value;
        _cached = (value, time.GetTimestamp());
        return value;
    }

    /// <summary>May anything be posted now? Answered from the last seconds' reading, to spare a claim in vain.</summary>
    public async Task<bool> ProbablyOpenAsync(CancellationToken cancellationToken)
    {
        var standing =
            _cached is { } c && time.GetElapsedTime(c.At) < CacheFor ? c.Value : await ReadAsync(cancellationToken);
        return IsOpen(standing);
    }

    /// <summary>May anything be posted now?</summary>
    public async Task<bool> IsOpenAsync(CancellationToken cancellationToken) =>
        IsOpen(await ReadAsync(cancellationToken));

    /// <summary>May steps be taken, be it to stop something? Also false while only the next tick would raise the fence.</summary>
    public async Task<bool> IsDownAsync(CancellationToken cancellationToken) =>
        IsDown(await ReadAsync(cancellationToken));

    /// <summary>Notes that this storage is in use, or raises the fence.</summary>
    /// <returns>As stored now; go on only without a fence.</returns>
    public async Task<StandingRecord> TickAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var stored = await ledger.UpdateAsync(
            SendingPaths.Standing,
            current =>
                current switch
                {
                    null => new StandingRecord { Identity = storage.Name, LastTick = now },
                    { Fence: not null } => null,
                    _ when Doubt(current) is var (reason, detail) => current with
                    {
                        Fence = new FenceRaised(reason, detail, now, current.LastTick),
                    },
                    _ => current with { LastTick = now },
                },
            SendingJson.Own.StandingRecord,
            cancellationToken
        );
        if (stored!.Value.Fence is null)
            _ownTick = time.GetTimestamp();
        return stored.Value;
    }

    /// <summary>Raises the fence, if none is in force.</summary>
    public Task RaiseAsync(FenceReason reason, string detail, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return ledger.UpdateAsync(
            SendingPaths.Standing,
            current =>
                current switch
                {
                    null => new StandingRecord
                    {
                        Identity = storage.Name,
                        LastTick = now,
                        Fence = new FenceRaised(reason, detail, now, now),
                    },
                    { Fence: not null } => null,
                    _ => current with { Fence = new FenceRaised(reason, detail, now, current.LastTick) },
                },
            SendingJson.Own.StandingRecord,
            cancellationToken
        );
    }

    /// <summary>No one posts before that time.</summary>
    public Task BrakeAsync(DateTimeOffset until, CancellationToken cancellationToken) =>
        ledger.UpdateAsync(
            SendingPaths.Standing,
            current => current is null || current.NotBefore >= until ? null : current with { NotBefore = until },
            SendingJson.Own.StandingRecord,
            cancellationToken
        );

    /// <summary>Lifts the fence: this copy is the one to send from.</summary>
    public Task LiftAsync(Adoption adoption, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return ledger.UpdateAsync(
            SendingPaths.Standing,
            current =>
                current is { Fence: not null }
                    ? current with
                    {
                        Fence = null,
                        Identity = storage.Name,
                        LastTick = now,
                        AdoptedAt = now,
                        CopyAdoptedAt = current.Fence.MayBeCopy ? now : current.CopyAdoptedAt,
                        AdoptedBy = adoption.By,
                        DeparturesReplayed = adoption.Departed?.Count,
                    }
                    : null,
            SendingJson.Own.StandingRecord,
            cancellationToken
        );
    }

    private bool IsOpen(StandingRecord? standing) =>
        IsDown(standing) && (standing!.NotBefore is not { } notBefore || notBefore <= time.GetUtcNow());

    /// <summary>What waits on a queue may come before the first tick: what the tick would find out counts already.</summary>
    private bool IsDown(StandingRecord? standing) => standing is { Fence: null } && Doubt(standing) is null;

    /// <summary>Why this storage must not send until a person has looked; null if it may.</summary>
    private (FenceReason Reason, string Detail)? Doubt(StandingRecord standing)
    {
        if (!string.Equals(standing.Identity, storage.Name, StringComparison.Ordinal))
            return (
                FenceReason.OtherAccount,
                $"The ledger was written in '{standing.Identity}', this is '{storage.Name}'."
            );
        if (time.GetUtcNow() - standing.LastTick > options.Value.StalenessLimit && !TickedLately())
            return (FenceReason.Stale, $"No tick since {standing.LastTick:u}: this may be an old copy.");
        return null;
    }

    /// <summary>True if this very process ticked within the limit: then the clock jumped, and the storage is not old.</summary>
    private bool TickedLately() => _ownTick is { } at && time.GetElapsedTime(at) < options.Value.StalenessLimit;
}
