using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>What the rest of the product may know of issues and of sending. See Newsletters/README.md.</summary>
public interface ISendingReader
{
    /// <summary>The issue as stored; null if it was never planned.</summary>
    Task<IssueRecord?> FindAsync(IssueId id, CancellationToken cancellationToken);

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

/// <summary>Freezes a planned issue: from then on its content and its recipients never change.</summary>
public interface IIssueFreezer
{
    /// <summary>
    /// Freezes the content, and the recipients in requests of at most 1,000. Safe to repeat and to run in two processes at
    /// once: one wins, the other gets what the winner froze (rule S12). Holds one request's ids in memory.
    /// </summary>
    Task<FreezeAnswer> FreezeAsync(IssueDraft draft, CancellationToken cancellationToken);
}

/// <summary>Stops an issue.</summary>
public interface IIssueStopping
{
    /// <summary>Stops it at once for what is not posted, by a proven cancel for what is. Safe to repeat.</summary>
    /// <param name="by">Who, in words without an address.</param>
    Task<StopAnswer> StopAsync(IssueId id, string by, CancellationToken cancellationToken);
}

/// <summary>What only a person may decide: to risk a second copy, and to send from a copy of the storage.</summary>
public interface IPersonDecisions
{
    /// <summary>
    /// What is uncertain is planned again in a wave of its own, at the risk of a second copy for those that got the first. Who
    /// decided it, and when, stays with that wave in the issue's record.
    /// </summary>
    /// <param name="by">Who, in words without an address.</param>
    /// <returns>How many recipients that concerns.</returns>
    Task<int> PlanUncertainAgainAsync(IssueId id, string by, CancellationToken cancellationToken);

    /// <summary>
    /// This copy of the storage is the one to send from. First newer departures are replayed: the provider's suppressions since
    /// the cause of the halt, and those that the person knows of. Issues in flight at that time become uncertain. Safe to
    /// repeat when it was broken off.
    /// </summary>
    Task<AdoptAnswer> AdoptAsync(Adoption adoption, CancellationToken cancellationToken);
}

/// <param name="Issue">What was frozen, whichever process did it; null if refused.</param>
/// <param name="Refusal">Why nothing was frozen, for people; null if it was.</param>
public sealed record FreezeAnswer(IssueRecord? Issue, string? Refusal);

/// <summary>What a stop achieved so far; the sweep carries on with what is <see cref="StopResult.Stopping"/>.</summary>
public sealed record StopAnswer(StopResult Result, IssueAccount? Account);

public enum StopResult
{
    /// <summary>No one gets it.</summary>
    Stopped,

    /// <summary>Under way: claims must end or the provider has not answered yet.</summary>
    Stopping,

    /// <summary>Too late for what was posted; the account says how much that is.</summary>
    TooLate,

    /// <summary>All sending stands still (rule S8): nothing more is handed over, but nothing is withdrawn either.</summary>
    Standstill,

    /// <summary>No such issue.</summary>
    Unknown,
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
}

/// <summary>That a person takes a copy of the storage for the one to send from.</summary>
/// <param name="By">Who, in words without an address.</param>
/// <param name="Departed">
/// Addresses of people who left by our own pages after the copy was made: only the storage that was lost held that, no list of
/// the provider does. Empty: there are none, or the person knows that they cannot be found out. Null: it was not considered
/// it, and sending from what may be a copy is not resumed.
/// </param>
public sealed record Adoption(string By, IReadOnlyList<string>? Departed);

/// <param name="Refusal">Why the copy could not be adopted yet; null if it was.</param>
public sealed record AdoptAnswer(string? Refusal);
