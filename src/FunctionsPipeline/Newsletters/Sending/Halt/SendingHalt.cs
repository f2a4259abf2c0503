using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Newsletters.Sending.Halt;

/// <summary>
/// Rule S8: a ledger that may be a copy does not send. Also keeps what else holds for all sending: the tick and the shared
/// brake after a 429.
/// </summary>
internal sealed class SendingHalt(
    SendingLedger ledger,
    StorageIdentity storage,
    IOptions<SendingOptions> options,
    TimeProvider time
)
{
    private static readonly TimeSpan CacheFor = TimeSpan.FromSeconds(10);
    private (SendingStatusRecord? Value, long At)? _cached;
    private long? _ownTick;

    /// <summary>As stored now. Null before the first tick.</summary>
    public async Task<SendingStatusRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        var value = (await ledger.Status.ReadAsync(cancellationToken))?.Value;
        _cached = (value, time.GetTimestamp());
        return value;
    }

    /// <summary>May anything be posted now? Answered from the last seconds' reading, to spare a claim in vain.</summary>
    public async Task<bool> ProbablyMaySendAsync(CancellationToken cancellationToken)
    {
        var status =
            _cached is { } c && time.GetElapsedTime(c.At) < CacheFor ? c.Value : await ReadAsync(cancellationToken);
        return MaySend(status);
    }

    /// <summary>May anything be posted now?</summary>
    public async Task<bool> MaySendAsync(CancellationToken cancellationToken) =>
        MaySend(await ReadAsync(cancellationToken));

    /// <summary>
    /// True while no step may be taken, not even one that stops something. Also true before the tick that would find
    /// the reason.
    /// </summary>
    public async Task<bool> IsActiveAsync(CancellationToken cancellationToken) =>
        IsActive(await ReadAsync(cancellationToken));

    /// <summary>Records that this storage is in use, or halts all sending.</summary>
    /// <returns>As stored now; continue only if nothing is halted.</returns>
    public async Task<SendingStatusRecord> TickAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var stored = await ledger.Status.UpdateAsync(
            current =>
                current switch
                {
                    null => new SendingStatusRecord { Identity = storage.Name, LastTick = now },
                    { Halt: not null } => null,
                    _ when Doubt(current) is var (reason, detail) => current with
                    {
                        Halt = new HaltRecord(reason, detail, now, current.LastTick),
                    },
                    _ => current with { LastTick = now },
                },
            cancellationToken
        );
        if (stored!.Value.Halt is null)
            _ownTick = time.GetTimestamp();
        return stored.Value;
    }

    /// <summary>Halts all sending, unless it is halted already.</summary>
    public Task HaltAsync(HaltReason reason, string detail, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return ledger.Status.UpdateAsync(
            current =>
                current switch
                {
                    null => new SendingStatusRecord
                    {
                        Identity = storage.Name,
                        LastTick = now,
                        Halt = new HaltRecord(reason, detail, now, now),
                    },
                    { Halt: not null } => null,
                    _ => current with { Halt = new HaltRecord(reason, detail, now, current.LastTick) },
                },
            cancellationToken
        );
    }

    /// <summary>No one posts before that time.</summary>
    public Task BrakeAsync(DateTimeOffset until, CancellationToken cancellationToken) =>
        ledger.Status.UpdateAsync(
            current => current is null || current.NotBefore >= until ? null : current with { NotBefore = until },
            cancellationToken
        );

    /// <summary>Resumes sending: this storage is the one to send from.</summary>
    public Task ResumeAsync(Adoption adoption, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return ledger.Status.UpdateAsync(
            current =>
                current is { Halt: not null }
                    ? current with
                    {
                        Halt = null,
                        Identity = storage.Name,
                        LastTick = now,
                        AdoptedAt = now,
                        CopyAdoptedAt = current.Halt.MayBeCopy ? now : current.CopyAdoptedAt,
                        AdoptedBy = adoption.By,
                        DeparturesReplayed = adoption.Departed?.Count,
                    }
                    : null,
            cancellationToken
        );
    }

    /// <summary>May anything be posted, by a status that was read just now?</summary>
    public bool MaySend(SendingStatusRecord? status) =>
        !IsActive(status) && (status!.NotBefore is not { } notBefore || notBefore <= time.GetUtcNow());

    /// <summary>
    /// A queued message may arrive before the first tick, so the reasons that the tick would find count already.
    /// </summary>
    private bool IsActive(SendingStatusRecord? status) => status is not { Halt: null } || Doubt(status) is not null;

    /// <summary>Why this storage must not send until a person has looked; null if it may.</summary>
    private (HaltReason Reason, string Detail)? Doubt(SendingStatusRecord status)
    {
        if (!string.Equals(status.Identity, storage.Name, StringComparison.Ordinal))
            return (
                HaltReason.OtherAccount,
                $"The ledger was written in '{status.Identity}', this is '{storage.Name}'."
            );
        if (time.GetUtcNow() - status.LastTick > options.Value.StalenessLimit && !TickedLately())
            return (HaltReason.Stale, $"No tick since {status.LastTick:u}: this may be an old copy.");
        return null;
    }

    /// <summary>
    /// True if this very process ticked within the limit: then the clock jumped, and the storage is not old.
    /// </summary>
    private bool TickedLately() => _ownTick is { } at && time.GetElapsedTime(at) < options.Value.StalenessLimit;
}
