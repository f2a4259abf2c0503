using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Evidence;

/// <summary>
/// One thing that happened to one person's consent, as a regulator would want to see it. A write-once blob, stored before
/// the record changes (rule B2).
/// </summary>
public sealed record EvidenceEvent
{
    /// <summary>The change's id.</summary>
    public required string Id { get; init; }

    public required EvidenceKind Kind { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The subscriber's id.</summary>
    public required string Subscriber { get; init; }

    /// <summary>The request that it belongs to; null if it belongs to none.</summary>
    public string? Request { get; init; }

    /// <summary>Null where it is not known or was erased.</summary>
    public string? Address { get; init; }

    public string? Name { get; init; }

    /// <summary>Newsletters agreed to, left or changed.</summary>
    public IReadOnlyList<string>? Newsletters { get; init; }

    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary>SHA-256 in hex of the wording that was on the screen.</summary>
    public string? Wording { get; init; }

    /// <summary>The page that the form was on.</summary>
    public string? Page { get; init; }

    public ConsentSource? Source { get; init; }

    public string? Ip { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>The message's id at the mail provider, or ours until that is known.</summary>
    public string? MessageId { get; init; }

    public ConsentBasis? Basis { get; init; }

    /// <summary>When consent runs out; null if it does not.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Why, in a word.</summary>
    public string? Reason { get; init; }

    /// <summary>What was done about it, in words.</summary>
    public string? Done { get; init; }

    /// <summary>
    /// The id of an earlier, erased record of the same address, where its stripped evidence is; null for none.
    /// </summary>
    public string? Earlier { get; init; }

    /// <summary>When personal data was taken out of this event; null if it is whole.</summary>
    public DateTimeOffset? Stripped { get; init; }

    /// <summary>What may stay after an erasure: wording hash, times, basis, newsletters (rule B8).</summary>
    public EvidenceEvent Strip(DateTimeOffset at) =>
        this with
        {
            Address = null,
            Name = null,
            Ip = null,
            UserAgent = null,
            Page = null,
            Topics = null,
            Stripped = at,
        };
}

public enum EvidenceKind
{
    /// <summary>A person sent the form.</summary>
    Requested,

    /// <summary>The confirmation mail went to the provider.</summary>
    ConfirmationSent,

    /// <summary>The button in the confirmation mail's page was pressed.</summary>
    Confirmed,

    Imported,
    Left,
    PreferencesChanged,
    Bounced,
    Complained,
    ConsentExpired,

    /// <summary>A link to see what is held was mailed.</summary>
    AccessRequested,

    /// <summary>What is held was shown.</summary>
    AccessOpened,
    Erased,
}

public enum ConsentSource
{
    Form,
    Import,
    Preferences,

    /// <summary>The mail provider reported it.</summary>
    Provider,
    Housekeeping,
}
