using FunctionsPipeline.Mail;

namespace FunctionsPipeline.SendGrid.Sending;

/// <summary>
/// Judges the recipients of one request in their order, while its body is written: they are made as they are asked for
/// and are not held.
/// </summary>
internal sealed class RecipientCheck(BulkRequest request)
{
    private readonly HashSet<string> _addresses = new(request.Recipients.Count, StringComparer.OrdinalIgnoreCase);
    private List<int>? _refused;
    private string? _first;
    private int _next;

    /// <summary>Names those that were refused, by index; null if none was.</summary>
    public SendResult? Refusal =>
        _refused is null
            ? null
            : new SendResult(SendOutcome.NotSent, Reason: _first, Permanent: true, RefusedRecipients: _refused);

    public bool Accepts(BulkRecipient recipient)
    {
        var index = _next++;
        if (MailSendLimits.CheckRecipient(request, recipient, _addresses) is not { } wrong)
            return true;
        (_refused ??= []).Add(index);
        _first ??= $"Recipient {index}: {wrong}.";
        return false;
    }
}
