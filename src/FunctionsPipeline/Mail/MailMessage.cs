namespace FunctionsPipeline.Mail;

/// <summary>Who a message is from or where answers go: an address and the name shown beside it.</summary>
public sealed record Mailbox(string Address, string? Name = null);

/// <summary>A message to one person, complete as it will be read.</summary>
/// <param name="Id">
/// Ours, opaque, without personal data; the provider gives it back in events, and a repeated call with the same id is the
/// same message.
/// </param>
/// <param name="Kind">
/// What sort of message, for accounting: <c>confirmation</c>, <c>staff</c>, <c>alert</c>, <c>access</c>.
/// </param>
/// <param name="Text">The plain-text part; always there.</param>
/// <param name="Headers">Further headers, e.g. <c>List-Unsubscribe</c>. Names and values hold no line breaks.</param>
public sealed record MailMessage(
    string Id,
    string Kind,
    Mailbox From,
    Mailbox To,
    Mailbox? ReplyTo,
    string Subject,
    string Html,
    string Text,
    IReadOnlyDictionary<string, string>? Headers = null
);

/// <summary>Whether a message went out, as far as can be known.</summary>
public enum SendOutcome
{
    /// <summary>The provider did not take it: safe to try again.</summary>
    NotSent,

    /// <summary>The provider took it. Not the same as delivered.</summary>
    Submitted,

    /// <summary>The answer was lost: it may have gone out. Never repeated blindly.</summary>
    Unknown,
}

/// <summary>What became of one call to the provider.</summary>
/// <param name="Reason">For people who operate the system; never holds an address. Null when submitted.</param>
/// <param name="NotBefore">The provider asked to be left alone until then (429); null otherwise.</param>
/// <param name="Permanent">Trying again unchanged will fail the same way (a refused address, a revoked key).</param>
/// <param name="RefusedRecipients">
/// Bulk only: which of the request's recipients, by index, the provider named as the reason why it took nothing. Without
/// them the rest may go. Null if it named none.
/// </param>
/// <param name="AccountRefused">
/// The provider refuses the account and not this mail: a wrong key, a missing right, credits used up. The same mail may go
/// once that is fixed; <see cref="IMailAccountWatch"/> reports it, so that staff need not be notified of each mail.
/// </param>
public sealed record SendResult(
    SendOutcome Outcome,
    string? MessageId = null,
    string? Reason = null,
    DateTimeOffset? NotBefore = null,
    bool Permanent = false,
    IReadOnlyList<int>? RefusedRecipients = null,
    bool AccountRefused = false
)
{
    /// <summary>True: nothing was sent, through no fault of this mail. The same may go later.</summary>
    public bool MayGoLater => Outcome == SendOutcome.NotSent && (!Permanent || AccountRefused);
}

/// <summary>Messages to one person that follow from what that person or a member of staff just did.</summary>
public interface ITransactionalMail
{
    /// <summary>Hands one message to the provider, once. Does not throw for what the provider answers.</summary>
    Task<SendResult> SendAsync(MailMessage message, CancellationToken cancellationToken);
}
