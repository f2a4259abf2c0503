using System.Text.Json.Serialization;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// The recipients by class (rule S10): candidates = excluded + recipients, and recipients are in exactly one of the other
/// classes.
/// </summary>
/// <param name="Delivered">The receiving server took it.</param>
/// <param name="Bounced">It refused, for good or for now.</param>
/// <param name="Dropped">The provider did not try, e.g. because of its own suppression list.</param>
/// <param name="Refused">The provider refused the address when the request was posted.</param>
/// <param name="Withdrawn">Left, or was suppressed, between planning and posting.</param>
/// <param name="Stopped">Not sent: staff stopped it, with proof, or it was never posted.</param>
/// <param name="Uncertain">
/// May have gone out: an answer or a proof is missing. Never sent again without a person's decision.
/// </param>
/// <param name="Pending">Not posted yet, or posted and within its time for an event.</param>
/// <param name="Unreported">Staged, and no final event came within 96 hours.</param>
/// <param name="Complained">A flag on some of the above, not a class of its own.</param>
/// <param name="Staged">How many of <see cref="Pending"/> the provider has taken.</param>
public sealed record IssueAccount(
    int Candidates,
    IReadOnlyDictionary<Exclusion, int> Excluded,
    int Recipients,
    int Delivered,
    int Bounced,
    int Dropped,
    int Refused,
    int Withdrawn,
    int Stopped,
    int Uncertain,
    int Pending,
    int Unreported,
    int Complained,
    int Staged
)
{
    /// <summary>True if it reached no recipient and cannot reach one any more: the purpose of a stop.</summary>
    [JsonIgnore]
    public bool KeptFromAll => Stopped + Refused + Withdrawn == Recipients;

    /// <summary>Who has it, or may have it yet.</summary>
    [JsonIgnore]
    public int MayHaveIt => Recipients - Stopped - Refused - Withdrawn - Bounced - Dropped;

    /// <summary>Both equations hold. False is a fault in the system, never a matter of mail.</summary>
    public bool AddsUp =>
        Candidates == Excluded.Values.Sum() + Recipients
        && Recipients
            == Delivered + Bounced + Dropped + Refused + Withdrawn + Stopped + Uncertain + Pending + Unreported;
}
