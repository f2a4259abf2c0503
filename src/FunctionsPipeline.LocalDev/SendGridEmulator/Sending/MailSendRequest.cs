namespace FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

/// <summary>A request to <c>/v3/mail/send</c> that was accepted, and what became of it.</summary>
internal sealed class MailSendRequest
{
    public required string MessageId { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When it goes; the time of acceptance if none was asked for or it had passed.</summary>
    public required DateTimeOffset SendAt { get; init; }

    public string? BatchId { get; init; }

    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Of the whole request.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Args { get; init; }

    /// <summary>Null if messages are only counted.</summary>
    public MailContent? Content { get; init; }

    public required Envelope[] Envelopes { get; init; }

    public MailState State { get; set; }

    /// <summary>What its batch's hold would do to it if its time came now: <c>cancel</c>, <c>pause</c> or null.</summary>
    public Func<string?>? Hold { get; set; }

    /// <summary>
    /// By recipient, what came of it, e.g. <c>delivered</c>; empty where nothing did yet. Null if it is not recorded.
    /// </summary>
    public string?[]? Outcomes { get; set; }
}

internal enum MailState
{
    Scheduled,
    Sent,
    Cancelled,

    /// <summary>Its time came while its batch was paused.</summary>
    Paused,
}

/// <summary>What the recipients of one request share, with substitutions not yet made.</summary>
internal sealed record MailContent(
    string FromAddress,
    string? FromName,
    string? ReplyTo,
    string Subject,
    string? Text,
    string? Html,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    string Tracking
);

/// <summary>One address of one personalization.</summary>
/// <param name="Key">See <see cref="AddressKey"/>.</param>
/// <param name="Address">Null if messages are only counted and no events are made.</param>
/// <param name="Args">Of the personalization; null if no events are made.</param>
/// <param name="Personal">Null if messages are only counted.</param>
internal sealed record Envelope(
    ulong Key,
    string? Address,
    IReadOnlyList<KeyValuePair<string, string>>? Args,
    Personalization? Personal
);

/// <summary>What differs for one recipient.</summary>
internal sealed record Personalization(
    string? Name,
    string? Subject,
    IReadOnlyList<KeyValuePair<string, string>> Substitutions,
    IReadOnlyList<KeyValuePair<string, string>> Headers
);
