using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPipeline.LocalDev.SendGridEmulator.Api;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

/// <summary>
/// Judges a body of <c>POST /v3/mail/send</c> by the documented limits. Written from the documentation alone, without a
/// look at the client that it judges.
/// </summary>
internal sealed partial class MailSendJudge
{
    public const int MaxBytes = 30 * 1024 * 1024;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "personalizations",
        "from",
        "reply_to",
        "reply_to_list",
        "subject",
        "content",
        "attachments",
        "template_id",
        "headers",
        "categories",
        "custom_args",
        "send_at",
        "batch_id",
        "asm",
        "ip_pool_name",
        "mail_settings",
        "tracking_settings",
        "sections",
    };

    private readonly List<ApiError> _errors = [];
    private readonly HashSet<string> _addresses = new(StringComparer.OrdinalIgnoreCase);
    private readonly StringMapJudge _maps;
    private int _recipients;

    private MailSendJudge() => _maps = new StringMapJudge(_errors);

    /// <returns>What is wrong; empty if SendGrid would accept it.</returns>
    public static IReadOnlyList<ApiError> Judge(JsonElement root, DateTimeOffset now, Func<string, bool> isBatch)
    {
        var judge = new MailSendJudge();
        judge.JudgeRoot(root, now, isBatch);
        return judge._errors;
    }

    private void JudgeRoot(JsonElement root, DateTimeOffset now, Func<string, bool> isBatch)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Wrong("Bad Request", null);
            return;
        }
        foreach (var property in root.EnumerateObject())
        {
            if (!Known.Contains(property.Name))
                Wrong("Unknown parameter.", property.Name);
        }
        JudgePersonalizations(root);
        if (root.TryGetProperty("from", out var from))
            JudgeMailbox(from, "from", countsAsRecipient: false);
        else
            Wrong(
                "The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.",
                "from.email"
            );
        if (root.TryGetProperty("reply_to", out var replyTo))
        {
            JudgeMailbox(replyTo, "reply_to", countsAsRecipient: false);
            if (root.TryGetProperty("reply_to_list", out _))
                Wrong("Only one of reply_to and reply_to_list may be given.", "reply_to_list");
        }
        if (root.TryGetProperty("template_id", out _))
            Wrong("Not a valid template_id: the emulator has no templates.", "template_id");
        JudgeSubject(root);
        JudgeContent(root);
        _maps.JudgeHeaders(root, "headers");
        JudgeCategories(root);
        _maps.JudgeArgs(root, "custom_args", shared: 0);
        JudgeSchedule(root, "", now);
        if (
            root.TryGetProperty("batch_id", out var batch)
            && (batch.ValueKind != JsonValueKind.String || !isBatch(batch.GetString()!))
        )
            Wrong("The batch_id is not valid or has expired.", "batch_id");
        JudgeSwitches(root, "mail_settings");
        JudgeSwitches(root, "tracking_settings");
    }

    private void JudgePersonalizations(JsonElement root)
    {
        if (
            !root.TryGetProperty("personalizations", out var all)
            || all.ValueKind != JsonValueKind.Array
            || all.GetArrayLength() == 0
        )
        {
            Wrong(
                "The personalizations field is required and must have at least one personalization.",
                "personalizations"
            );
            return;
        }
        if (all.GetArrayLength() > 1000)
            Wrong("The personalizations field exceeds the limit of 1000.", "personalizations");
        var shared = StringMapJudge.ArgBytes(root);
        var index = 0;
        foreach (var one in all.EnumerateArray())
            JudgePersonalization(
                one,
                string.Create(CultureInfo.InvariantCulture, $"personalizations.{index++}"),
                shared
            );
        if (_recipients > 1000)
            Wrong("The total number of recipients (to, cc and bcc) exceeds the limit of 1000.", "personalizations");
    }

    private void JudgePersonalization(JsonElement one, string path, int sharedArgBytes)
    {
        if (one.ValueKind != JsonValueKind.Object)
        {
            Wrong("A personalization must be an object.", path);
            return;
        }
        if (!one.TryGetProperty("to", out var to) || to.ValueKind != JsonValueKind.Array || to.GetArrayLength() == 0)
            Wrong(
                "The to array is required for all personalization objects, and must have at least one email object with a valid email address.",
                $"{path}.to"
            );
        foreach (var list in (ReadOnlySpan<string>)["to", "cc", "bcc"])
        {
            if (!one.TryGetProperty(list, out var boxes) || boxes.ValueKind != JsonValueKind.Array)
                continue;
            var index = 0;
            foreach (var box in boxes.EnumerateArray())
                JudgeMailbox(
                    box,
                    string.Create(CultureInfo.InvariantCulture, $"{path}.{list}.{index++}"),
                    countsAsRecipient: true
                );
        }
        if (one.TryGetProperty("subject", out var subject))
            JudgeSubjectValue(subject, $"{path}.subject");
        _maps.JudgeHeaders(one, "headers", path);
        _maps.JudgeSubstitutions(one, path);
        _maps.JudgeArgs(one, "custom_args", sharedArgBytes, path);
        if (one.TryGetProperty("send_at", out _))
            Wrong("The emulator takes send_at for the whole request only.", $"{path}.send_at");
    }

    private void JudgeMailbox(JsonElement box, string path, bool countsAsRecipient)
    {
        if (
            box.ValueKind != JsonValueKind.Object
            || !box.TryGetProperty("email", out var email)
            || email.ValueKind != JsonValueKind.String
        )
        {
            Wrong("The email field is required.", $"{path}.email");
            return;
        }
        var address = email.GetString()!;
        if (
            !AddressSyntax().IsMatch(address)
            || address.Length > 254
            || address.IndexOf('@', StringComparison.Ordinal) > 64
        )
            Wrong(
                "Does not contain a valid address.",
                $"{path}.email",
                "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#message.from"
            );
        if (box.TryGetProperty("name", out var name) && name.ValueKind != JsonValueKind.String)
            Wrong("The name must be a string.", $"{path}.name");
        if (!countsAsRecipient)
            return;
        _recipients++;
        if (!_addresses.Add(address))
            Wrong(
                $"Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [{address}] in the {path} field.",
                path
            );
    }

    private void JudgeSubject(JsonElement root)
    {
        if (root.TryGetProperty("subject", out var subject))
            JudgeSubjectValue(subject, "subject");
        else if (
            !root.TryGetProperty("personalizations", out var all)
            || all.ValueKind != JsonValueKind.Array
            || all.EnumerateArray().Any(p => p.ValueKind != JsonValueKind.Object || !p.TryGetProperty("subject", out _))
        )
            Wrong(
                "The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.",
                "subject"
            );
    }

    private void JudgeSubjectValue(JsonElement subject, string path)
    {
        if (
            subject.ValueKind != JsonValueKind.String
            || subject.GetString() is not { Length: > 0 } text
            || text.AsSpan().IndexOfAny('\r', '\n') >= 0
        )
            Wrong("The subject must be a string of at least one character, on one line.", path);
    }

    private void JudgeContent(JsonElement root)
    {
        if (
            !root.TryGetProperty("content", out var parts)
            || parts.ValueKind != JsonValueKind.Array
            || parts.GetArrayLength() == 0
        )
        {
            Wrong(
                "Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block.",
                "content"
            );
            return;
        }
        var index = 0;
        foreach (var part in parts.EnumerateArray())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"content.{index}");
            var type =
                part.ValueKind == JsonValueKind.Object
                && part.TryGetProperty("type", out var t)
                && t.ValueKind == JsonValueKind.String
                    ? t.GetString()!
                    : "";
            if (type.Length == 0 || type.AsSpan().IndexOfAny(";\r\n") >= 0)
                Wrong("The content type must be a valid MIME type without parameters.", $"{path}.type");
            if (type == "text/plain" && index > 0)
                Wrong("If present, text/plain must be first, then text/html.", "content");
            if (
                part.ValueKind != JsonValueKind.Object
                || !part.TryGetProperty("value", out var value)
                || value.ValueKind != JsonValueKind.String
                || value.GetString()!.Length == 0
            )
                Wrong("The content value must be a string at least one character in length.", $"{path}.value");
            index++;
        }
    }

    private void JudgeCategories(JsonElement root)
    {
        if (!root.TryGetProperty("categories", out var categories))
            return;
        if (
            categories.ValueKind != JsonValueKind.Array
            || categories.EnumerateArray().Any(c => c.ValueKind != JsonValueKind.String)
        )
        {
            Wrong("Categories must be an array of strings.", "categories");
            return;
        }
        var names = categories.EnumerateArray().Select(c => c.GetString()!).ToList();
        if (names.Count > 10)
            Wrong("You cannot have more than 10 categories per request.", "categories");
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            Wrong("Categories must be unique.", "categories");
        if (names.Any(n => n.Length > 255 || n.Any(c => c > '\x7f')))
            Wrong("A category is ASCII and at most 255 characters long.", "categories");
    }

    private void JudgeSchedule(JsonElement root, string parent, DateTimeOffset now)
    {
        if (!root.TryGetProperty("send_at", out var sendAt))
            return;
        if (
            sendAt.ValueKind != JsonValueKind.Number
            || !sendAt.TryGetInt64(out var seconds)
            || seconds is < 0 or > 253_402_300_799
        )
            Wrong("The send_at parameter must be an integer.", parent + "send_at");
        else if (seconds > now.AddHours(72).ToUnixTimeSeconds())
            Wrong("Scheduling more than 72 hours in advance is forbidden.", parent + "send_at");
    }

    private void JudgeSwitches(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var settings))
            return;
        if (settings.ValueKind != JsonValueKind.Object)
        {
            Wrong("Must be an object.", name);
            return;
        }
        foreach (var setting in settings.EnumerateObject())
        {
            if (
                setting.Value.ValueKind != JsonValueKind.Object
                || (
                    setting.Value.TryGetProperty("enable", out var enable)
                    && enable.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
                )
            )
                Wrong("The enable parameter must be a boolean.", $"{name}.{setting.Name}.enable");
        }
    }

    private void Wrong(string message, string? field, string? help = null) =>
        _errors.Add(new ApiError(message, field, help));

    [GeneratedRegex(
        @"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+\z",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex AddressSyntax();
}
