using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FunctionsPipeline.LocalDev.SendGridEmulator.Inbox;
using FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Events;

/// <summary>The events that one request brings about, as the webhook words them.</summary>
internal sealed class EventFactory(SuppressionBook suppressions, InboxLog inbox)
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Those who move and had their first message. Only one request's events are made at a time.</summary>
    private readonly HashSet<string> _moved = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Lazily, in the order in which they happen: all <c>processed</c> first, then each recipient's own. Also keeps the
    /// suppression lists, which is why it is read to the end even without a webhook.
    /// </summary>
    public IEnumerable<MailEvent> Make(MailSendRequest request, DateTimeOffset at, bool withoutProcessed)
    {
        var dropped = new bool[request.Envelopes.Length];
        for (var i = 0; i < request.Envelopes.Length; i++)
        {
            if (request.Envelopes[i].Address is not { } address)
                continue;
            if (Drop(request, i, address, at) is { } drop)
            {
                dropped[i] = true;
                yield return drop;
            }
            else if (!withoutProcessed)
            {
                yield return new MailEvent(request, i, "processed", at);
            }
        }
        for (var i = 0; i < request.Envelopes.Length; i++)
        {
            if (dropped[i] || request.Envelopes[i].Address is not { } address)
                continue;
            foreach (var one in Arrive(request, i, address, at))
                yield return one;
        }
    }

    private MailEvent? Drop(MailSendRequest request, int index, string address, DateTimeOffset at)
    {
        var reason = suppressions.WhyDropped(address);
        if (reason is null && AddressBehaviour.Of(address) == Behaviour.IsInvalid)
        {
            suppressions.Add(
                SuppressionBook.InvalidEmails,
                address,
                at,
                "Mail domain mentioned in email address is unknown"
            );
            reason = "Invalid";
        }
        if (reason is null)
            return null;
        inbox.Note(request, index, "dropped");
        return new MailEvent(request, index, "dropped", at, ("reason", reason), ("status", "5.0.0"));
    }

    private IEnumerable<MailEvent> Arrive(MailSendRequest request, int index, string address, DateTimeOffset at)
    {
        switch (AddressBehaviour.Of(address))
        {
            case Behaviour.Bounces:
            case Behaviour.Moves when !_moved.Add(address):
                suppressions.Add(SuppressionBook.Bounces, address, at, "550 5.1.1 The account does not exist", "5.1.1");
                inbox.Note(request, index, "bounced");
                yield return new MailEvent(
                    request,
                    index,
                    "bounce",
                    at,
                    ("type", "bounce"),
                    ("status", "5.1.1"),
                    ("bounce_classification", "Invalid Address"),
                    ("reason", $"550 5.1.1 <{address}> does not exist")
                );
                yield break;
            case Behaviour.Blocks:
                suppressions.Add(SuppressionBook.Blocks, address, at, "550 5.7.1 Blocked", "5.7.1");
                inbox.Note(request, index, "blocked");
                yield return new MailEvent(
                    request,
                    index,
                    "bounce",
                    at,
                    ("type", "blocked"),
                    ("status", "5.7.1"),
                    ("bounce_classification", "Reputation"),
                    ("reason", $"550 5.7.1 mail for <{address}> was blocked")
                );
                yield break;
            case Behaviour.Expires:
                inbox.Note(request, index, "expired");
                yield return new MailEvent(
                    request,
                    index,
                    "bounce",
                    at,
                    ("type", "expired"),
                    ("status", "4.2.2"),
                    ("bounce_classification", "Mailbox Unavailable"),
                    ("reason", $"452 4.2.2 the mailbox of <{address}> is full")
                );
                yield break;
            case Behaviour.Defers:
                yield return new MailEvent(
                    request,
                    index,
                    "deferred",
                    at,
                    ("attempt", "1"),
                    ("response", "451 4.7.1 Try again later")
                );
                break;
            default:
                break;
        }
        inbox.Note(request, index, "delivered");
        yield return new MailEvent(request, index, "delivered", at, ("response", "250 OK"));
        switch (AddressBehaviour.Of(address))
        {
            case Behaviour.Complains:
                suppressions.Add(SuppressionBook.SpamReports, address, at);
                inbox.Note(request, index, "complained");
                yield return new MailEvent(request, index, "spamreport", at);
                break;
            case Behaviour.Unsubscribes:
                suppressions.Add(SuppressionBook.Unsubscribes, address, at);
                inbox.Note(request, index, "unsubscribed");
                yield return new MailEvent(request, index, "unsubscribe", at);
                break;
            case Behaviour.Opens:
                yield return new MailEvent(request, index, "open", at, ("useragent", "Emulated"), ("ip", "127.0.0.1"));
                break;
            default:
                break;
        }
    }

    /// <summary>One post: a JSON array.</summary>
    /// <param name="idPrefix">Makes the event ids of this post its own.</param>
    public static byte[] Write(IReadOnlyList<MailEvent> events, string idPrefix)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, Writing))
        {
            json.WriteStartArray();
            for (var i = 0; i < events.Count; i++)
                Write(json, events[i], string.Create(CultureInfo.InvariantCulture, $"{idPrefix}-{i}"));
            json.WriteEndArray();
        }
        return body.ToArray();
    }

    private static void Write(Utf8JsonWriter json, MailEvent one, string id)
    {
        var envelope = one.Request.Envelopes[one.Index];
        json.WriteStartObject();
        json.WriteString("email", envelope.Address);
        json.WriteNumber("timestamp", one.At.ToUnixTimeSeconds());
        json.WriteString("event", one.Kind);
        json.WriteString("smtp-id", $"<{one.Request.MessageId}@emulator.example>");
        json.WriteString("sg_event_id", id);
        json.WriteString(
            "sg_message_id",
            string.Create(CultureInfo.InvariantCulture, $"{one.Request.MessageId}.recvd-{one.Index}")
        );
        if (one.Request.Categories is [var only])
        {
            json.WriteString("category", only);
        }
        else if (one.Request.Categories.Count > 1)
        {
            json.WriteStartArray("category");
            foreach (var category in one.Request.Categories)
                json.WriteStringValue(category);
            json.WriteEndArray();
        }
        foreach (
            var (key, value) in one
                .Request.Args.Concat(envelope.Args ?? [])
                .GroupBy(a => a.Key, StringComparer.Ordinal)
                .Select(g => g.Last())
        )
            json.WriteString(key, value);
        foreach (var (key, value) in one.Details)
            json.WriteString(key, value);
        json.WriteEndObject();
    }
}

/// <summary>One event of one recipient, not yet worded.</summary>
internal sealed record MailEvent(
    MailSendRequest Request,
    int Index,
    string Kind,
    DateTimeOffset At,
    params (string Key, string Value)[] Details
);
