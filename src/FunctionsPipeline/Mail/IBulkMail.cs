namespace FunctionsPipeline.Mail;

/// <summary>
/// What the sending protocol asks of a mail provider: messages staged under a batch id until <c>send_at</c>, and a cancel.
/// Every answer carries the provider's own clock, because the deadlines are the provider's.
/// </summary>
public interface IBulkMail
{
    /// <summary>Opens a batch under which requests are staged and by which they can be cancelled.</summary>
    Task<BatchAnswer> CreateBatchAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Posts one request of at most 1,000 recipients, once, never repeated by itself. Stopped before its first byte, it was
    /// certainly not sent, and the result says so.
    /// </summary>
    Task<SendResult> SubmitAsync(BulkRequest request, CancellationToken cancellationToken);

    /// <summary>Asks the provider to discard everything staged under the batch.</summary>
    Task<CancelAnswer> CancelAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>Asks what the provider holds for the batch.</summary>
    Task<CancelAnswer> GetCancellationAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a cancellation, which frees its place among the account's ten. Never before <c>send_at</c>.
    /// </summary>
    Task<CancelAnswer> ReleaseAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>The provider's own suppression lists since a time: what webhooks may have missed.</summary>
    IAsyncEnumerable<ProviderSuppression> ListSuppressionsAsync(
        DateTimeOffset since,
        CancellationToken cancellationToken
    );
}

/// <summary>The provider's answer to opening a batch.</summary>
/// <param name="BatchId">Null if it did not open one.</param>
/// <param name="ProviderTime">The provider's <c>Date</c>; null if it did not answer.</param>
public sealed record BatchAnswer(string? BatchId, DateTimeOffset? ProviderTime, string? Reason = null);

/// <summary>The provider's answer about a batch's cancellation.</summary>
public sealed record CancelAnswer(CancelState State, DateTimeOffset? ProviderTime, string? Reason = null);

public enum CancelState
{
    /// <summary>Created by this call (201), or found by a look-up: the batch is cancelled at the provider.</summary>
    Cancelled,

    /// <summary>The provider says that there is no cancellation for the batch.</summary>
    None,

    /// <summary>Refused (a 400 also means that the account's limit is reached): proves nothing.</summary>
    Refused,

    /// <summary>No answer, or one that says nothing: proves nothing.</summary>
    Unknown,
}

/// <summary>One POST to the provider.</summary>
/// <param name="BatchId">Null: no batch, sent at once (transactional and <c>holdWindow: 0</c>).</param>
/// <param name="SendAt">When the provider sends; null with no batch. At most 72 hours ahead.</param>
/// <param name="Content">Shared by all recipients, with merge fields in it.</param>
/// <param name="Args">Given back in each event; keys are those of <see cref="BulkArgs"/>; no personal data.</param>
/// <param name="StillWanted">
/// Asked right before the first byte leaves, when the connection stands: false means that nothing is sent and the result is
/// <see cref="SendOutcome.NotSent"/>. Closes the time in which a frozen process may wake and post what others took over
/// (rule S2). Null: always wanted.
/// </param>
public sealed record BulkRequest(
    string? BatchId,
    DateTimeOffset? SendAt,
    BulkContent Content,
    IReadOnlyList<BulkRecipient> Recipients,
    IReadOnlyDictionary<string, string> Args,
    Func<bool>? StillWanted = null
);

/// <summary>
/// The arguments that bulk mail carries and events give back. Flattened among the provider's own, hence the prefix.
/// </summary>
public static class BulkArgs
{
    /// <summary><see cref="MailEvent.IssueId"/>.</summary>
    public const string Issue = "fp_issue";

    /// <summary><see cref="MailEvent.RequestId"/>.</summary>
    public const string Request = "fp_request";

    /// <summary><see cref="MailEvent.Gen"/>, a number.</summary>
    public const string Gen = "fp_gen";

    /// <summary><see cref="MailEvent.RecipientId"/>; set by the adapter on each personalization.</summary>
    public const string Recipient = "fp_recipient";

    /// <summary><see cref="MailEvent.MessageId"/>: of mail that belongs to no issue.</summary>
    public const string Message = "fp_message";
}

/// <summary>What every recipient of a request gets, with merge fields such as <c>-name-</c> where they differ.</summary>
public sealed record BulkContent(
    Mailbox From,
    Mailbox? ReplyTo,
    string Subject,
    string Html,
    string Text,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyList<string> Categories,
    bool TrackClicks = false,
    bool TrackOpens = false
);

/// <summary>One recipient.</summary>
/// <param name="RecipientId">Subscriber id: the only thing about the person that events give back.</param>
/// <param name="Merge">
/// Merge field to value, already escaped for where it stands (HTML and text fields are separate).
/// </param>
/// <param name="Headers">Headers that differ per recipient, e.g. <c>List-Unsubscribe</c>.</param>
public sealed record BulkRecipient(
    string RecipientId,
    Mailbox To,
    IReadOnlyDictionary<string, string> Merge,
    IReadOnlyDictionary<string, string> Headers
);

/// <summary>An address that the provider refuses to send to, and since when.</summary>
public sealed record ProviderSuppression(string Address, SuppressionReason Reason, DateTimeOffset Since);

public enum SuppressionReason
{
    Unsubscribed,
    Bounced,
    Complained,
    Blocked,
    Invalid,
}
