namespace FunctionsPipeline.Subscribers;

/// <summary>What Newsletters asks of Subscribers: who may get this, and is that still so.</summary>
public interface IAudience
{
    /// <summary>
    /// Everyone who ever asked for the newsletter, mailable or not, ordered by id and so by shard. Holds a few shards in
    /// memory at most.
    /// </summary>
    IAsyncEnumerable<Candidate> EnumerateAsync(AudienceQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// The same judgement again, right before sending (rule S9). One read per shard touched.
    /// </summary>
    /// <returns>
    /// One candidate per id, in the order of <paramref name="ids"/>; an unknown or erased id is excluded as erased.
    /// </returns>
    Task<IReadOnlyList<Candidate>> ResolveAsync(
        IReadOnlyList<SubscriberId> ids,
        AudienceQuery query,
        CancellationToken cancellationToken
    );
}

/// <summary>For what a person is considered.</summary>
/// <param name="Newsletter">The newsletter's id.</param>
/// <param name="At">The send date: implied consent and pauses are judged at it.</param>
/// <param name="Topics">
/// The topics that the issue carries; a reader who chose topics gets it if one is among them. Empty: no topic test.
/// </param>
/// <param name="Withheld">
/// Choices of frequency that had their issue of this period already; null or empty serves all.
/// </param>
public sealed record AudienceQuery(
    string Newsletter,
    DateTimeOffset At,
    IReadOnlyList<string> Topics,
    IReadOnlyList<Frequency>? Withheld = null
);

/// <summary>One person considered for a sending.</summary>
/// <param name="Address">Normalised address; empty if erased.</param>
/// <param name="Excluded">Why not; null for a recipient.</param>
/// <param name="Language">What the person reads, BCP 47; null for the site's language.</param>
public sealed record Candidate(
    SubscriberId Id,
    string Address,
    string? Name,
    Exclusion? Excluded,
    string? Language = null
)
{
    /// <summary>For <see cref="Exclusion.Paused"/>: until when; null otherwise.</summary>
    public DateTimeOffset? PausedUntil { get; init; }
}

public enum Exclusion
{
    Pending,
    Unsubscribed,
    Bounced,
    Complained,
    Erased,

    /// <summary>Implied consent has run out (CASL s. 10).</summary>
    ConsentExpired,
    Paused,
    OtherTopics,

    /// <summary>
    /// Had an issue of this newsletter lately, and wants them no oftener than that (<see cref="Frequency"/>).
    /// </summary>
    OtherFrequency,
}

/// <summary>How often a person wants mail of each newsletter, at most. Stored by name.</summary>
public enum Frequency
{
    /// <summary>Every issue, as the newsletter's own schedule has it.</summary>
    AsScheduled,

    /// <summary>The first issue of each day.</summary>
    Daily,

    /// <summary>The first issue of each week, which begins on Monday.</summary>
    Weekly,

    /// <summary>The first issue of each month.</summary>
    Monthly,
}

/// <summary>Takes what the mail provider reports about people. Idempotent; suppression always wins.</summary>
public interface ISuppression
{
    /// <summary>By subscriber id, as events carry it.</summary>
    /// <param name="at">When it happened: an older event than a newer confirmation changes nothing (rule B4).</param>
    /// <param name="newsletter">Only for this newsletter; null for all.</param>
    Task SuppressAsync(
        SubscriberId id,
        Mail.SuppressionReason reason,
        DateTimeOffset at,
        string? newsletter,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Counts a message that did not arrive for a reason that may pass; the third within 30 days suppresses the address
    /// (<see cref="Store.SoftBounces"/>).
    /// </summary>
    /// <param name="eventId">The provider's id of the event: counted once, however often it is reported.</param>
    /// <param name="at">When it happened.</param>
    Task CountSoftBounceAsync(SubscriberId id, string eventId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>By address, as the provider's lists carry it. Unknown addresses are remembered by hash.</summary>
    Task SuppressAsync(
        string address,
        Mail.SuppressionReason reason,
        DateTimeOffset at,
        CancellationToken cancellationToken
    );
}

/// <summary>Makes the links that go into mail: opaque, signed, without personal data.</summary>
public interface ISubscriberLinks
{
    /// <summary>
    /// The RFC 8058 one-click address of one subscriber and newsletter. GET shows a page, POST unsubscribes.
    /// </summary>
    Uri Unsubscribe(SubscriberId id, string newsletter);

    /// <summary>The preferences page.</summary>
    Uri Preferences(SubscriberId id);
}
