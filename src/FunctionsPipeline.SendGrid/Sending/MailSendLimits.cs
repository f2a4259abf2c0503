using System.Text;
using FunctionsPipeline.Mail;

namespace FunctionsPipeline.SendGrid.Sending;

/// <summary>
/// The documented limits of <c>POST /v3/mail/send</c>, checked before the call, so that a refusal costs nothing and
/// says what to fix.
/// </summary>
internal static class MailSendLimits
{
    public const int MaxRecipients = 1000;

    /// <summary>Of the whole request.</summary>
    public const int MaxBytes = 30 * 1024 * 1024;

    private const int MaxSubstitutions = 150;
    private const int MaxSubstitutionBytes = 10_000;
    private const int MaxArgBytes = 10_000;
    private const int MaxCategories = 10;
    private const int MaxCategoryLength = 255;

    /// <summary>RFC 5322, section 2.1.1.</summary>
    private const int MaxSubjectLength = 998;

    private static readonly TimeSpan MaxAhead = TimeSpan.FromHours(72);

    /// <summary>
    /// What concerns the whole request: null if it may be posted; otherwise the result that says why not. Its
    /// recipients are judged by <see cref="RecipientCheck"/>.
    /// </summary>
    public static SendResult? Check(BulkRequest request, DateTimeOffset now) =>
        CheckShared(request, now) is { } reason
            ? new SendResult(SendOutcome.NotSent, Reason: reason, Permanent: true)
            : null;

    private static string? CheckShared(BulkRequest request, DateTimeOffset now)
    {
        var content = request.Content;
        if (request.Recipients.Count is 0 or > MaxRecipients)
            return $"A request has 1 to {MaxRecipients} recipients; this one has {request.Recipients.Count}.";
        if (CheckSender(content) is { } sender)
            return sender;
        if (content.Subject.Length is 0 or > MaxSubjectLength || !EmailSyntax.IsOneLine(content.Subject))
            return $"The subject must be one line of 1 to {MaxSubjectLength} characters.";
        if (content.Text.Length == 0)
            return "The plain-text part is empty.";
        if (WrongHeader(content.Headers) is { } header)
            return header;
        if (
            content.Categories.Count > MaxCategories
            || content.Categories.Distinct(StringComparer.Ordinal).Count() != content.Categories.Count
        )
            return $"At most {MaxCategories} categories, each once.";
        if (content.Categories.Any(c => c.Length is 0 or > MaxCategoryLength || c.Any(l => l is < ' ' or > '~')))
            return $"A category is printable ASCII of 1 to {MaxCategoryLength} characters.";
        if (
            request.Args.FirstOrDefault(a =>
                !a.Key.StartsWith(OwnArgs.Prefix, StringComparison.Ordinal) || a.Value.Length == 0
            ) is
            { Key: not null } arg
        )
            return $"The argument '{arg.Key}' must be named {OwnArgs.Prefix}... and have a value.";
        return CheckSchedule(request, now);
    }

    private static string? CheckSender(BulkContent content) =>
        EmailSyntax.ToWire(content.From.Address) is null || !EmailSyntax.IsOneLine(content.From.Name ?? "")
            ? "The sender is not a valid address with a name of one line."
        : content.ReplyTo is { } reply
        && (EmailSyntax.ToWire(reply.Address) is null || !EmailSyntax.IsOneLine(reply.Name ?? ""))
            ? "The reply-to is not a valid address with a name of one line."
        : null;

    private static string? CheckSchedule(BulkRequest request, DateTimeOffset now) =>
        (request.BatchId, request.SendAt) switch
        {
            (null, null) => null,
            (null, _) or (_, null) =>
                "A batch and a send time go together: without a batch it could not be cancelled, without a time not held.",
            (_, { } at) when at <= now => "The send time has passed, and SendGrid would send at once.",
            (_, { } at) when at > now + MaxAhead => $"SendGrid holds mail for at most {MaxAhead.TotalHours:F0} hours.",
            _ => null,
        };

    /// <summary>What is wrong with one recipient, or null.</summary>
    /// <param name="addresses">Those of the recipients before; takes this one's.</param>
    internal static string? CheckRecipient(BulkRequest request, BulkRecipient recipient, HashSet<string> addresses)
    {
        if (EmailSyntax.ToWire(recipient.To.Address) is not { } address)
            return "not an address that SendGrid takes";
        if (!addresses.Add(address))
            return "an address that is in the request already";
        if (!EmailSyntax.IsOneLine(recipient.To.Name ?? ""))
            return "a name with a line break";
        if (WrongHeader(recipient.Headers) is { } header)
            return header.TrimEnd('.');
        if (recipient.Merge.Count > MaxSubstitutions)
            return $"more than {MaxSubstitutions} merge fields";
        if (recipient.Merge.ContainsKey(""))
            return "a merge field without a name";
        if (Bytes(recipient.Merge) > MaxSubstitutionBytes)
            return $"merge fields of more than {MaxSubstitutionBytes} bytes together";
        var own =
            recipient.RecipientId.Length == 0
                ? 0
                : BulkArgs.Recipient.Length + Encoding.UTF8.GetByteCount(recipient.RecipientId);
        return Bytes(request.Args) + own >= MaxArgBytes ? $"arguments of {MaxArgBytes} bytes or more together" : null;
    }

    private static string? WrongHeader(IReadOnlyDictionary<string, string> headers)
    {
        foreach (var (name, value) in headers)
        {
            if (EmailSyntax.WhatIsWrongWithHeader(name, value) is { } wrong)
                return $"The header '{name}' {wrong}.";
        }
        return null;
    }

    private static int Bytes(IReadOnlyDictionary<string, string> pairs)
    {
        var bytes = 0;
        foreach (var (key, value) in pairs)
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
        return bytes;
    }
}
