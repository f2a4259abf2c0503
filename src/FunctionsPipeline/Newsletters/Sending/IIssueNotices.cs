using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// Notifies staff. Each is called at least once and rarely twice (that it was called is stored afterwards): the mails
/// carry an id made of issue and kind, so that a repetition is the same mail. Must not throw for mail that fails.
/// </summary>
public interface IIssueNotices
{
    /// <summary>
    /// Content and recipients are frozen: the preview, with the button that stops it until <see
    /// cref="SendTimes.StopUntil"/>.
    /// </summary>
    Task PlannedAsync(IssueRecord issue, CancellationToken cancellationToken);

    /// <summary>Something that only a person can decide or fix.</summary>
    Task NeedsPersonAsync(IssueAlert alert, CancellationToken cancellationToken);

    /// <summary>Nothing more is expected: the closed account.</summary>
    Task FinishedAsync(IssueRecord issue, IssueAccount account, CancellationToken cancellationToken);
}

/// <summary>What needs a person.</summary>
/// <param name="Issue">Null if it concerns all sending.</param>
/// <param name="Detail">For the person who operates the system; no addresses.</param>
/// <param name="Since">Tells one occasion from the next where the same may happen again; null for what happens once.</param>
public sealed record IssueAlert(AlertKind Kind, IssueId? Issue, string Detail, DateTimeOffset? Since = null);

public enum AlertKind
{
    /// <summary>Requests whose fate is unknown. Leave them, or plan them again at the risk of a second copy.</summary>
    Uncertain,

    /// <summary>
    /// The provider refuses for a reason that repeating does not fix: of an issue, content that it will not take; of all
    /// sending, a revoked key, a missing right, credits used up.
    /// </summary>
    Refused,

    /// <summary>All sending stands still until a person adopts the copy (rule S8).</summary>
    Halted,

    /// <summary>This machine's clock and the provider's differ by more than a minute (rule S6).</summary>
    Skew,

    /// <summary>A stop came too late, or could not be proven, for a part of the issue.</summary>
    StopUnproven,

    /// <summary>Requests moved to a later wave, or could not be sent within a day.</summary>
    Late,

    /// <summary>All cancel slots of the account are taken (rule S5).</summary>
    NoSlot,
}
