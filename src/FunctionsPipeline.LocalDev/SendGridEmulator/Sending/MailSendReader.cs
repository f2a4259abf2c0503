using System.Text.Json;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

/// <summary>Makes a request of a body that was judged; keeps no more of it than the options ask for.</summary>
internal static class MailSendReader
{
    public static MailSendRequest Read(
        JsonElement root,
        string messageId,
        DateTimeOffset now,
        EmulatorOptions options,
        bool eventsAreWanted
    )
    {
        var sendAt = root.TryGetProperty("send_at", out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds.GetInt64())
            : now;
        return new MailSendRequest
        {
            MessageId = messageId,
            AcceptedAt = now,
            SendAt = sendAt > now ? sendAt : now,
            BatchId = Text(root, "batch_id"),
            Categories = root.TryGetProperty("categories", out var categories)
                ? [.. categories.EnumerateArray().Select(c => c.GetString()!)]
                : [],
            Args = Pairs(root, "custom_args"),
            Content = options.CountsOnly ? null : ReadContent(root),
            Envelopes =
            [
                .. root.GetProperty("personalizations")
                    .EnumerateArray()
                    .SelectMany(p => ReadEnvelopes(p, options, eventsAreWanted)),
            ],
        };
    }

    public static bool IsSandbox(JsonElement root) =>
        root.TryGetProperty("mail_settings", out var settings)
        && settings.TryGetProperty("sandbox_mode", out var sandbox)
        && sandbox.TryGetProperty("enable", out var enable)
        && enable.ValueKind == JsonValueKind.True;

    private static MailContent ReadContent(JsonElement root)
    {
        var from = root.GetProperty("from");
        return new MailContent(
            Text(from, "email")!,
            Text(from, "name"),
            root.TryGetProperty("reply_to", out var replyTo) ? Text(replyTo, "email") : null,
            Text(root, "subject") ?? "",
            Part(root, "text/plain"),
            Part(root, "text/html"),
            Pairs(root, "headers"),
            Tracking(root)
        );
    }

    private static IEnumerable<Envelope> ReadEnvelopes(JsonElement one, EmulatorOptions options, bool eventsAreWanted)
    {
        var personal = options.CountsOnly
            ? null
            : new Personalization(null, Text(one, "subject"), Pairs(one, "substitutions"), Pairs(one, "headers"));
        var args = eventsAreWanted || !options.CountsOnly ? Pairs(one, "custom_args") : null;
        foreach (var list in (string[])["to", "cc", "bcc"])
        {
            if (!one.TryGetProperty(list, out var boxes))
                continue;
            foreach (var box in boxes.EnumerateArray())
            {
                var address = Text(box, "email")!;
                yield return new Envelope(
                    AddressKey.Of(address),
                    args is null ? null : address,
                    args,
                    personal is null ? null : personal with { Name = Text(box, "name") }
                );
            }
        }
    }

    private static string? Part(JsonElement root, string type) =>
        root.GetProperty("content")
            .EnumerateArray()
            .Where(p => Text(p, "type") == type)
            .Select(p => Text(p, "value"))
            .FirstOrDefault();

    /// <summary>What is switched on, in words.</summary>
    private static string Tracking(JsonElement root)
    {
        if (!root.TryGetProperty("tracking_settings", out var settings))
            return "as the account has it";
        var on = settings
            .EnumerateObject()
            .Where(s => s.Value.TryGetProperty("enable", out var enable) && enable.ValueKind == JsonValueKind.True)
            .Select(s => s.Name.Replace('_', ' '))
            .ToList();
        return on.Count == 0 ? "off" : string.Join(", ", on);
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static KeyValuePair<string, string>[] Pairs(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var map)
            ? [.. map.EnumerateObject().Select(p => new KeyValuePair<string, string>(p.Name, p.Value.GetString()!))]
            : [];
}
