namespace FunctionsPipeline.Mail;

/// <summary>Something that the provider tells of one message, mapped from the vendor's event.</summary>
/// <param name="RecipientId">Subscriber id, from our own arguments; null for mail that is not ours.</param>
/// <param name="Gen">Which staging generation of its request the message belongs to; null if not bulk mail.</param>
/// <param name="Detail">A short code or class (e.g. an SMTP status); never an address.</param>
public sealed record MailEvent(
    MailEventKind Kind,
    DateTimeOffset At,
    string? IssueId,
    string? RequestId,
    int? Gen,
    string? RecipientId,
    string? Detail);

public enum MailEventKind
{
    Processed,
    Deferred,
    Dropped,
    Delivered,

    /// <summary>Refused for good (hard bounce).</summary>
    Bounced,

    /// <summary>Refused for now (soft bounce): counts as not delivered, does not suppress.</summary>
    Blocked,
    Complained,
    Unsubscribed,
    Resubscribed,
    Opened,
    Clicked,
}
