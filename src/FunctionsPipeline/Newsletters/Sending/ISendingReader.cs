using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>What the rest of the product may know of issues and of sending. See Newsletters/README.md.</summary>
public interface ISendingReader
{
    /// <summary>The issue as stored; null if it was never planned.</summary>
    Task<IssueRecord?> FindAsync(IssueId id, CancellationToken cancellationToken);

    /// <summary>The ids of all issues that were ever planned, in ordinal order: by newsletter, then by slot.</summary>
    IAsyncEnumerable<IssueId> ListAsync(CancellationToken cancellationToken);

    /// <summary>The issue's frozen content; null while it is being frozen.</summary>
    Task<FrozenContent?> ContentAsync(IssueId id, CancellationToken cancellationToken);

    /// <summary>The account now: the closed one, or counted from the requests and outcomes. Null if never planned.</summary>
    Task<IssueAccount?> AccountAsync(IssueId id, CancellationToken cancellationToken);

    /// <summary>Why all sending is halted (rule S8), or null.</summary>
    Task<HaltRecord?> FindHaltAsync(CancellationToken cancellationToken);

    /// <summary>
    /// When a person adopted this storage as what may be a copy: what was due until then, or soon after, may have gone from
    /// another. Null if that never had to be done.
    /// </summary>
    Task<DateTimeOffset?> CopyAdoptedAtAsync(CancellationToken cancellationToken);

    /// <summary>What holds for all sending, in one read; null before the first tick.</summary>
    Task<SendingStatus?> StatusAsync(CancellationToken cancellationToken);

    /// <summary>What the mail provider refuses the account now, if anything.</summary>
    Task<IReadOnlyList<ProviderRefusal>> RefusalsAsync(CancellationToken cancellationToken);
}

/// <summary>What holds for all sending.</summary>
/// <param name="LastTick">When the newsletter timer last ran; not recorded while <paramref name="Halt"/> stands.</param>
/// <param name="Halt">Why all sending is halted; null if it is not.</param>
/// <param name="Refusals">What the mail provider refuses the account now.</param>
public sealed record SendingStatus(DateTimeOffset LastTick, HaltRecord? Halt, IReadOnlyList<ProviderRefusal> Refusals);

/// <summary>All sending is halted.</summary>
/// <param name="LastTick">When this storage was last known to be in use: suppressions since then must be replayed.</param>
public sealed record HaltRecord(HaltReason Reason, string Detail, DateTimeOffset At, DateTimeOffset LastTick)
{
    /// <summary>This may be an older copy: what happened in another storage since then is not in it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool MayBeCopy => Reason is not HaltReason.CancelNotHonoured;
}

public enum HaltReason
{
    /// <summary>The storage account's identity differs from the one that the ledger was written in.</summary>
    OtherAccount,

    /// <summary>No tick ran for longer than the staleness limit: this may be an old copy.</summary>
    Stale,

    /// <summary>An event names an issue that this ledger does not know: another copy is sending.</summary>
    UnknownIssue,

    /// <summary>The provider delivered what it had confirmed as cancelled.</summary>
    CancelNotHonoured,

    /// <summary>A backup was restored here, or a restore broke off.</summary>
    Restored,
}
