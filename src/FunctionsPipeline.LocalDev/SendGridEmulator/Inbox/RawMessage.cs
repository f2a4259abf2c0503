using System.Globalization;
using System.Text;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Inbox;

/// <summary>The message as it would travel: RFC 5322 headers, multipart/alternative, quoted-printable.</summary>
internal static class RawMessage
{
    private const int MaxLine = 76;

    public static string Write(InboxMessage message)
    {
        var boundary = $"=_{message.Id}";
        var raw = new StringBuilder();
        foreach (var (name, value) in Headers(message, boundary))
            raw.Append(name).Append(": ").Append(value).Append("\r\n");
        raw.Append("\r\n");
        if (message.Text.Length > 0)
            Part(raw, boundary, "text/plain", message.Text);
        if (message.Html.Length > 0)
            Part(raw, boundary, "text/html", message.Html);
        return raw.Append("--").Append(boundary).Append("--\r\n").ToString();
    }

    /// <summary>Those that the sender set, and those that SendGrid sets itself.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Headers(InboxMessage message, string boundary)
    {
        yield return new("From", Mailbox(message.FromName, message.From));
        yield return new("To", Mailbox(message.ToName, message.To));
        if (message.ReplyTo is not null)
            yield return new("Reply-To", message.ReplyTo);
        yield return new("Subject", Encode(message.Subject));
        yield return new("Date", message.SendAt.ToString("r", CultureInfo.InvariantCulture).Replace("GMT", "+0000", StringComparison.Ordinal));
        yield return new("Message-ID", $"<{message.Id}@emulator.example>");
        foreach (var header in message.Headers)
            yield return header;
        yield return new("MIME-Version", "1.0");
        yield return new("Content-Type", $"multipart/alternative; boundary=\"{boundary}\"");
    }

    private static string Mailbox(string? name, string address) => string.IsNullOrEmpty(name) ? address : $"{Quote(name)} <{address}>";

    private static string Quote(string name)
        => !name.All(char.IsAscii) ? Encode(name)
            : name.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ') ? name
            : $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>RFC 2047, in words of at most 75 characters that each hold whole letters.</summary>
    private static string Encode(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~'))
            return text;
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount(word.ToString()) + rune.Utf8SequenceLength > 42)
            {
                words.Add(word.ToString());
                word.Clear();
            }
            word.Append(rune);
        }
        words.Add(word.ToString());
        return string.Join("\r\n ", words.Select(w => $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(w))}?="));
    }

    private static void Part(StringBuilder raw, string boundary, string type, string content)
    {
        raw.Append("--").Append(boundary).Append("\r\nContent-Type: ").Append(type)
            .Append("; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
        foreach (var line in content.ReplaceLineEndings("\n").Split('\n'))
            QuotedPrintable(raw, line);
    }

    /// <summary>RFC 2045, section 6.7.</summary>
    private static void QuotedPrintable(StringBuilder raw, string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var column = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            var plain = b is >= 33 and <= 126 and not (byte)'=' || (b is (byte)' ' or (byte)'\t' && i < bytes.Length - 1);
            var width = plain ? 1 : 3;
            if (column + width > MaxLine - 1)
            {
                raw.Append("=\r\n");
                column = 0;
            }
            if (plain)
                raw.Append((char)b);
            else
                raw.Append('=').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            column += width;
        }
        raw.Append("\r\n");
    }
}
