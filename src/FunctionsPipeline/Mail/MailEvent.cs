namespace FunctionsPipeline.Mail;

/// <summary>Something that the provider reports about one message, mapped from the vendor's event.</summary>
/// <param name="RecipientId">Subscriber id, from our own arguments; null for mail that is not ours.</param>
/// <param name="Gen">Which staging generation of its request the message belongs to; null if not bulk mail.</param>
/// <param name="Detail">A short code or class (e.g. an SMTP status); never an address.</param>
/// <param name="MessageId"><see cref="MailMessage.Id"/>, or <see cref="BulkArgs.Message"/>, of a message to one person; null for issues.</param>
/// <param name="EventId">The provider's id of the event, where events are counted (soft bounces); null otherwise.</param>
public sealed record MailEvent(
    MailEventKind Kind,
    DateTimeOffset At,
    string? IssueId,
    string? RequestId,
    int? Gen,
    string? RecipientId,
    string? Detail,
    string? MessageId = null,
    string? EventId = null
);

public enum MailEventKind
{
    Processed,
    Deferred,
    Dropped,
    Delivered,

    /// <summary>Refused for good (hard bounce).</summary>
    Bounced,

    /// <summary>Refused for now because of the sender or the message: counts as not delivered, does not suppress.</summary>
    Blocked,

    /// <summary>
    /// Given up for now because of the address: expired, or refused with a 4xx status. The third within 30 days
    /// suppresses.
    /// </summary>
    SoftBounced,
    Complained,
    Unsubscribed,
    Resubscribed,
    Opened,
    Clicked,
}

/// <summary>
/// Reads what the provider posts to the event webhook, after its signature was verified over the same bytes.
/// </summary>
public interface IMailEventReader
{
    /// <summary>
    /// The body without addresses, IP addresses, user agents and links, everything else as it came: what may be stored
    /// (rule B8).
    /// </summary>
    /// <exception cref="System.Text.Json.JsonException">Not a list of events.</exception>
    byte[] Redact(ReadOnlyMemory<byte> body);

    /// <summary>The events of a body, redacted or not, in its order. What it does not know it leaves out.</summary>
    /// <exception cref="System.Text.Json.JsonException">Not a list of events.</exception>
    IReadOnlyList<MailEvent> Read(ReadOnlyMemory<byte> body);
}
