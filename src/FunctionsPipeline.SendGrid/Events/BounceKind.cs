using FunctionsPipeline.Mail;

namespace FunctionsPipeline.SendGrid.Events;

/// <summary>
/// Whether a bounce is for good. SendGrid gives a type (<c>bounce</c>, <c>blocked</c>, <c>expired</c>), an enhanced
/// status (RFC 3463) or an SMTP reply code, and the server's words, which begin with a reply code.
/// </summary>
internal static class BounceKind
{
    public static MailEventKind Of(string? type, string? status, string? reason)
    {
        var isTransient = IsTransient(status, reason);
        return type switch
        {
            "expired" => MailEventKind.SoftBounced,
            // 4.7.x is about policy (RFC 3463, 3.8): the server refuses the sender, and the address may be fine.
            "blocked" => isTransient && status is not null && !status.StartsWith("4.7", StringComparison.Ordinal)
                ? MailEventKind.SoftBounced
                : MailEventKind.Blocked,
            _ => isTransient ? MailEventKind.SoftBounced : MailEventKind.Bounced,
        };
    }

    /// <summary>True for a status of class 4, or, without a status, for words that begin with a reply code 4xx.</summary>
    public static bool IsTransient(string? status, string? reason) =>
        string.IsNullOrWhiteSpace(status)
            ? IsReply4(reason?.TrimStart())
            : status.StartsWith("4.", StringComparison.Ordinal) || IsReply4(status);

    private static bool IsReply4(string? text) =>
        text is ['4', >= '0' and <= '9', >= '0' and <= '9', ..]
        && (text.Length == 3 || !char.IsAsciiLetterOrDigit(text[3]));
}
