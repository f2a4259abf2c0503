namespace FunctionsPipeline.Subscribers.Store;

/// <summary>One person as the shard keeps them: lean, since a million of these are read for each issue (rule B2).</summary>
public sealed record Subscriber
{
    /// <summary>How many change ids stay: far more than one person makes while a response is on its way.</summary>
    public const int ChangesKept = 8;

    public required SubscriberId Id { get; init; }

    /// <summary>Normalised.</summary>
    public required string Address { get; init; }

    public string? Name { get; init; }

    /// <summary>BCP 47; null for the site's own.</summary>
    public string? Language { get; init; }

    /// <summary>One for each newsletter that was ever agreed to, left ones too. No newsletter twice.</summary>
    public IReadOnlyList<Subscription> Subscriptions { get; init; } = [];

    /// <summary>Topics chosen; empty for all.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    public Frequency Frequency { get; init; }

    /// <summary>No mail before then; null for no pause.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Asked for and not yet confirmed, oldest first; at most <see cref="PendingRequest.MaxPerPerson"/>.</summary>
    public IReadOnlyList<PendingRequest> Pending { get; init; } = [];

    /// <summary>The address cannot or must not be mailed at all, regardless of consent.</summary>
    public Suppression? Suppressed { get; init; }

    /// <summary>
    /// Messages of the last 30 days that did not arrive for now, oldest first; fewer than <see
    /// cref="SoftBounces.Most"/>.
    /// </summary>
    public IReadOnlyList<SoftBounce> SoftBounces { get; init; } = [];

    /// <summary>A way to see and erase what is held, for half an hour.</summary>
    public AccessGrant? Access { get; init; }

    /// <summary>The newest changes' ids, oldest first (rule B3).</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>
    /// When the person last pressed the button in a confirmation mail; only that lifts a suppression (rule B4).
    /// </summary>
    public DateTimeOffset? LastConfirmed =>
        Subscriptions.Where(s => s.Confirmed).Select(s => (DateTimeOffset?)s.ConsentedAt).Max();

    public SubscriberStatus Status =>
        Suppressed is { } suppressed
            ? suppressed.Reason == DepartureReason.Complained
                ? SubscriberStatus.Complained
                : SubscriberStatus.Bounced
            : Subscriptions.Any(s => s.Left is null)
                ? SubscriberStatus.Active
                : Subscriptions.Count == 0 && Pending.Count > 0
                    ? SubscriberStatus.Pending
                    : SubscriberStatus.Unsubscribed;

    /// <summary>Ids of the newsletters that were not left.</summary>
    public IEnumerable<string> ActiveNewsletters => Subscriptions.Where(s => s.Left is null).Select(s => s.Newsletter);

    public bool HasAskedFor(string newsletter) =>
        Pending.Any(p => p.Newsletters.Contains(newsletter, StringComparer.Ordinal));

    public Subscription? To(string newsletter) => Subscriptions.FirstOrDefault(s => s.Newsletter == newsletter);

    public Subscriber With(Subscription subscription) =>
        this with
        {
            Subscriptions = [.. Subscriptions.Where(s => s.Newsletter != subscription.Newsletter), subscription],
        };

    public bool Made(string changeId) => Changes.Contains(changeId, StringComparer.Ordinal);

    public Subscriber Changed(string changeId) =>
        this with
        {
            Changes = [.. Changes.Skip(Math.Max(0, Changes.Count + 1 - ChangesKept)), changeId],
        };
}

/// <summary>Consent to one newsletter.</summary>
public sealed record Subscription
{
    /// <summary>The newsletter's id.</summary>
    public required string Newsletter { get; init; }

    public required ConsentBasis Basis { get; init; }

    /// <summary>When consent was given; implied consent runs from here.</summary>
    public required DateTimeOffset ConsentedAt { get; init; }

    /// <summary>Where the proof is: a request's id, or <c>import-…</c>.</summary>
    public required string Evidence { get; init; }

    /// <summary>Null while it lasts.</summary>
    public Departure? Left { get; init; }

    /// <summary>True if the person pressed the button in a confirmation mail.</summary>
    public bool Confirmed => !Evidence.StartsWith(ImportPrefix, StringComparison.Ordinal);

    public const string ImportPrefix = "import-";
}

/// <summary>On what consent rests.</summary>
public enum ConsentBasis
{
    /// <summary>Given in words. Does not run out.</summary>
    Express,

    /// <summary>Implied by a purchase, for two years (CASL s. 10(10)(a)).</summary>
    Purchase,

    /// <summary>Implied by an inquiry, for six months (CASL s. 10(10)(e)).</summary>
    Inquiry,
}

public static class ConsentBases
{
    /// <summary>From when on consent no longer holds; null if it does not run out.</summary>
    public static DateTimeOffset? ExpiresAt(this ConsentBasis basis, DateTimeOffset given) =>
        basis switch
        {
            ConsentBasis.Purchase => given.AddYears(2),
            ConsentBasis.Inquiry => given.AddMonths(6),
            _ => null,
        };

    /// <summary>False from the moment that it ran out.</summary>
    public static bool HoldsAt(this Subscription subscription, DateTimeOffset at) =>
        subscription.Basis.ExpiresAt(subscription.ConsentedAt) is not { } end || at < end;
}

/// <summary>That a subscription ended.</summary>
public sealed record Departure(DateTimeOffset At, DepartureReason Reason);

/// <summary>That an address is not mailed at all.</summary>
public sealed record Suppression(DateTimeOffset At, DepartureReason Reason);

/// <summary>Why mail stopped. The later ones outweigh the earlier.</summary>
public enum DepartureReason
{
    /// <summary>Implied consent ran out.</summary>
    Expired,

    /// <summary>The person left.</summary>
    Left,

    /// <summary>The address does not exist or refuses for good.</summary>
    Bounced,

    /// <summary>The person called it spam.</summary>
    Complained,

    /// <summary>The person had everything deleted.</summary>
    Erased,
}

/// <summary>
/// A request that waits for the button in its confirmation mail. Another request for the same address neither changes it nor
/// extends it, because a stranger may have made that one.
/// </summary>
/// <param name="Id">What its token binds.</param>
/// <param name="At">When it was made; it expires from here.</param>
/// <param name="Newsletters">Ids.</param>
/// <param name="Name">Taken over when it is confirmed; null for none given.</param>
/// <param name="Language">Taken over when it is confirmed; null for none given.</param>
public sealed record PendingRequest(
    string Id,
    DateTimeOffset At,
    IReadOnlyList<string> Newsletters,
    string? Name = null,
    string? Language = null
)
{
    /// <summary>How long a confirmation link works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>
    /// More open requests for one address are neither stored nor mailed: each of these is in the mailbox already.
    /// </summary>
    public const int MaxPerPerson = 12;

    public bool IsOpenAt(DateTimeOffset now) => now < At + Lifetime;
}

/// <summary>A single-use link that was mailed, or the page that it opened.</summary>
/// <param name="Secret">Hash of the secret in the link, hex.</param>
/// <param name="Until">End of the half hour.</param>
public sealed record AccessGrant(string Secret, DateTimeOffset Until);

/// <summary>How a person stands, over all newsletters.</summary>
public enum SubscriberStatus
{
    Pending,
    Active,
    Unsubscribed,
    Bounced,
    Complained,
    Erased,
}

/// <summary>What stays of an address whose record is gone, or that was never here: a hash that only suppresses.</summary>
public sealed record Tombstone
{
    public required Keys.AddressHash Hash { get; init; }

    public required DepartureReason Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The erased record's id, under which stripped evidence is kept; null if there was none.</summary>
    public SubscriberId? Id { get; init; }

    /// <summary>True until evidence is stripped: housekeeping finishes what a stopped process left.</summary>
    public bool Unfinished { get; init; }
}
