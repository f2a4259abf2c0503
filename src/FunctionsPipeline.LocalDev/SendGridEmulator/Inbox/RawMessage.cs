using System.Text;
using MimeKit;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Inbox;

/// <summary>The message as it would travel: RFC 5322 headers, multipart/alternative, quoted-printable.</summary>
internal static class RawMessage
{
    public static string Write(InboxMessage message)
    {
        using var mime = Build(message);
        using var raw = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        mime.WriteTo(format, raw);
        return Encoding.UTF8.GetString(raw.GetBuffer().AsSpan(0, (int)raw.Length));
    }

    /// <summary>Decoded: those that the sender set, and those that SendGrid sets itself.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(InboxMessage message)
    {
        using var mime = Build(message);
        return
        [
            .. mime.Headers.Concat(mime.Body!.Headers).Select(h => new KeyValuePair<string, string>(h.Field, h.Value)),
        ];
    }

    private static MimeMessage Build(InboxMessage message)
    {
        var mime = new MimeMessage
        {
            Subject = message.Subject,
            Date = message.SendAt,
            MessageId = $"{message.Id}@emulator.example",
        };
        mime.From.Add(new MailboxAddress(message.FromName, message.From));
        mime.To.Add(new MailboxAddress(message.ToName, message.To));
        if (message.ReplyTo is not null)
            mime.ReplyTo.Add(new MailboxAddress(null, message.ReplyTo));
        foreach (var (name, value) in message.Headers)
            mime.Headers.Replace(name, value);
        var parts = new MultipartAlternative { Boundary = $"=_{message.Id}" };
        foreach (var (subtype, text) in new[] { ("plain", message.Text), ("html", message.Html) })
        {
            if (text.Length > 0)
            {
                parts.Add(
                    new TextPart(subtype)
                    {
                        Text = text.ReplaceLineEndings("\r\n"),
                        ContentTransferEncoding = ContentEncoding.QuotedPrintable,
                    }
                );
            }
        }
        mime.Body = parts;
        return mime;
    }
}
