using System.Globalization;
using FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Inbox;

/// <summary>One message as its one recipient gets it, substitutions made.</summary>
public sealed class InboxMessage
{
    private readonly MailSendRequest _request;
    private readonly int _index;

    internal InboxMessage(MailSendRequest request, int index) => (_request, _index) = (request, index);

    /// <summary>In the inbox's addresses.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{_request.MessageId}-{_index}");

    /// <summary>The address.</summary>
    public string To => Envelope.Address!;

    public string? ToName => Envelope.Personal!.Name;

    /// <summary>The address.</summary>
    public string From => Content.FromAddress;

    public string? FromName => Content.FromName;

    public string? ReplyTo => Content.ReplyTo;

    public string Subject => Fill(Envelope.Personal!.Subject ?? Content.Subject);

    /// <summary>Empty if there is none.</summary>
    public string Html => Fill(Content.Html ?? "");

    /// <summary>Empty if there is none.</summary>
    public string Text => Fill(Content.Text ?? "");

    /// <summary>Those that the sender set.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers =>
        [
            .. Content
                .Headers.Where(h =>
                    !Envelope.Personal!.Headers.Any(p => p.Key.Equals(h.Key, StringComparison.OrdinalIgnoreCase))
                )
                .Concat(Envelope.Personal!.Headers),
        ];

    /// <summary>Of the request and the recipient.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Args => [.. _request.Args, .. Envelope.Args ?? []];

    public IReadOnlyList<string> Categories => _request.Categories;

    /// <summary>What is switched on, in words.</summary>
    public string Tracking => Content.Tracking;

    public string? BatchId => _request.BatchId;

    public DateTimeOffset AcceptedAt => _request.AcceptedAt;

    public DateTimeOffset SendAt => _request.SendAt;

    /// <summary>
    /// <c>scheduled</c>, <c>stopped</c> (will be cancelled at its time), <c>paused</c>, <c>cancelled</c>, <c>sent</c>,
    /// or what came of it: <c>delivered</c>, <c>bounced</c>, …
    /// </summary>
    public string Status =>
        _request.State switch
        {
            MailState.Scheduled => _request.Hold?.Invoke() switch
            {
                BatchBook.Cancel => "stopped",
                BatchBook.Pause => "paused",
                _ => "scheduled",
            },
            MailState.Paused => "paused",
            MailState.Cancelled => "cancelled",
            _ => _request.Outcomes?[_index] ?? "sent",
        };

    /// <summary>The one-click address of RFC 8058; null if the message offers none.</summary>
    public Uri? OneClick
    {
        get
        {
            if (
                !Headers.Any(h =>
                    h.Key.Equals("List-Unsubscribe-Post", StringComparison.OrdinalIgnoreCase)
                    && h.Value.Trim() == "List-Unsubscribe=One-Click"
                )
            )
                return null;
            return Headers
                .Where(h => h.Key.Equals("List-Unsubscribe", StringComparison.OrdinalIgnoreCase))
                .SelectMany(h => h.Value.Split(','))
                .Select(part => part.Trim(' ', '<', '>'))
                .Select(part =>
                    Uri.TryCreate(part, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null
                )
                .FirstOrDefault(uri => uri is not null);
        }
    }

    private Envelope Envelope => _request.Envelopes[_index];

    private MailContent Content => _request.Content!;

    private string Fill(string text)
    {
        foreach (var (field, value) in Envelope.Personal!.Substitutions)
            text = text.Replace(field, value, StringComparison.Ordinal);
        return text;
    }
}
