using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FunctionsPipeline.Mail;

namespace FunctionsPipeline.SendGrid.Events;

/// <summary>The JSON of the event webhook. Custom arguments lie flat beside SendGrid's own fields.</summary>
internal sealed class SendGridEventReader : IMailEventReader
{
    private const int MaxIdLength = 200;
    private const int MaxDetailLength = 60;

    private static readonly HashSet<string> Personal = new(StringComparer.OrdinalIgnoreCase)
    {
        "email",
        "ip",
        "useragent",
        "url",
        "url_offset",
        "newsletter",
        "smtp-id",
    };

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<MailEvent> Read(ReadOnlyMemory<byte> body)
    {
        using var document = Parse(body);
        var events = new List<MailEvent>(document.RootElement.GetArrayLength());
        foreach (var item in document.RootElement.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && Read(item) is { } read)
                events.Add(read);
        }
        return events;
    }

    public byte[] Redact(ReadOnlyMemory<byte> body)
    {
        using var document = Parse(body);
        var redacted = new ArrayBufferWriter<byte>(body.Length);
        using (var json = new Utf8JsonWriter(redacted, Compact))
            Redact(document.RootElement, json);
        return redacted.WrittenSpan.ToArray();
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind == JsonValueKind.Array)
            return document;
        document.Dispose();
        throw new JsonException("The body of the event webhook is not an array.");
    }

    private static void Redact(JsonElement value, Utf8JsonWriter json)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    // A name that is no text is nothing that is read later.
                    if (Name(property) is not { } name || Personal.Contains(name))
                        continue;
                    json.WritePropertyName(PersonalText.Remove(name));
                    Redact(property.Value, json);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Redact(item, json);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(PersonalText.Remove(String(value) ?? ""));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static MailEvent? Read(JsonElement item)
    {
        if (Kind(item) is not { } kind || Time(item) is not { } at)
            return null;
        var (issue, request, recipient, message) = (
            Id(item, BulkArgs.Issue),
            Id(item, BulkArgs.Request),
            Id(item, BulkArgs.Recipient),
            Id(item, OwnArgs.Message)
        );
        if (request is null && recipient is null && message is null)
            return null;
        var gen = int.TryParse(
            Text(item, BulkArgs.Gen),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : (int?)null;
        var counted = kind == MailEventKind.SoftBounced ? Id(item, "sg_event_id") : null;
        return new MailEvent(kind, at, issue, request, gen, recipient, Detail(item, kind), message, counted);
    }

    private static MailEventKind? Kind(JsonElement item) =>
        Text(item, "event") switch
        {
            "processed" => MailEventKind.Processed,
            "deferred" => MailEventKind.Deferred,
            "dropped" => MailEventKind.Dropped,
            "delivered" => MailEventKind.Delivered,
            "bounce" => BounceKind.Of(Text(item, "type"), Text(item, "status"), Text(item, "reason")),
            ("blocked" or "expired") and var type => BounceKind.Of(type, Text(item, "status"), Text(item, "reason")),
            "spamreport" => MailEventKind.Complained,
            "unsubscribe" or "group_unsubscribe" => MailEventKind.Unsubscribed,
            "group_resubscribe" => MailEventKind.Resubscribed,
            "open" => MailEventKind.Opened,
            "click" => MailEventKind.Clicked,
            _ => null,
        };

    /// <summary>Codes only: the texts that mail servers answer quote addresses.</summary>
    private static string? Detail(JsonElement item, MailEventKind kind) =>
        kind switch
        {
            MailEventKind.Dropped => Code(Text(item, "reason")),
            MailEventKind.Bounced or MailEventKind.SoftBounced or MailEventKind.Blocked => Code(Text(item, "status"))
                ?? Code(Text(item, "bounce_classification")),
            MailEventKind.Deferred => Code(Text(item, "attempt")),
            // An open by a privacy proxy is no open by a person.
            MailEventKind.Opened => item.TryGetProperty("sg_machine_open", out var machine)
            && machine.ValueKind == JsonValueKind.True
                ? "machine"
                : null,
            _ => null,
        };

    private static string? Code(string? text) =>
        text is { Length: > 0 and <= MaxDetailLength }
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or '-' or '_')
            ? text
            : null;

    private static string? Id(JsonElement item, string name) =>
        Text(item, name) is { Length: > 0 and <= MaxIdLength } id ? id : null;

    /// <summary>Strings and numbers alike: SendGrid writes some numbers as strings.</summary>
    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => String(value),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    private static string? String(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape that is half a character: not text.
            return null;
        }
    }

    private static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are not UTF-8, or half a character.
            return null;
        }
    }

    private static DateTimeOffset? Time(JsonElement item) =>
        long.TryParse(Text(item, "timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
