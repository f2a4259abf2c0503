using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPipeline.LocalDev.SendGridEmulator.Api;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

/// <summary>
/// Judges the maps from names to strings in a message, which have limits of number and size: headers, substitutions and
/// custom arguments.
/// </summary>
/// <param name="errors">What is wrong is added to it.</param>
internal sealed partial class StringMapJudge(List<ApiError> errors)
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "x-sg-id",
        "x-sg-eid",
        "received",
        "dkim-signature",
        "content-type",
        "content-transfer-encoding",
        "to",
        "from",
        "subject",
        "reply-to",
        "cc",
        "bcc",
    };

    public void JudgeHeaders(JsonElement owner, string name, string? parent = null)
    {
        foreach (var (key, value, path) in Map(owner, name, parent))
        {
            if (!HeaderName().IsMatch(key))
                Wrong("Headers must be in printable ASCII without spaces and colons.", path);
            else if (Reserved.Contains(key))
                Wrong($"The header '{key}' is reserved and may not be set.", path);
            if (value is null || value.AsSpan().IndexOfAny('\r', '\n') >= 0)
                Wrong("Header values must be strings without line breaks.", path);
        }
    }

    public void JudgeSubstitutions(JsonElement owner, string parent)
    {
        var (count, bytes) = (0, 0);
        foreach (var (key, value, path) in Map(owner, "substitutions", parent))
        {
            if (value is null)
                Wrong("Substitution values must be strings.", path);
            count++;
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value ?? "");
        }
        if (count > 150)
            Wrong("You are limited to 150 substitutions per personalization.", $"{parent}.substitutions");
        if (bytes > 10_000)
            Wrong(
                "The total size of your substitutions may not exceed 10000 bytes per personalization.",
                $"{parent}.substitutions"
            );
    }

    public void JudgeArgs(JsonElement owner, string name, int shared, string? parent = null)
    {
        var (count, bytes) = (0, shared);
        foreach (var (key, value, path) in Map(owner, name, parent))
        {
            if (string.IsNullOrEmpty(value))
                Wrong("Custom arg values must be strings that are not empty.", path);
            count++;
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value ?? "");
        }
        if (count == 0 && owner.TryGetProperty(name, out _))
            Wrong("Custom args may not be empty.", Join(parent, name));
        if (bytes >= 10_000)
            Wrong("The total size of custom args must be less than 10000 bytes.", Join(parent, name));
    }

    /// <summary>What the arguments of the whole request count in each personalization.</summary>
    public static int ArgBytes(JsonElement root) =>
        root.TryGetProperty("custom_args", out var args) && args.ValueKind == JsonValueKind.Object
            ? args.EnumerateObject()
                .Sum(a =>
                    Encoding.UTF8.GetByteCount(a.Name)
                    + (a.Value.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetByteCount(a.Value.GetString()!) : 0)
                )
            : 0;

    /// <summary>The pairs of a map; a value that is not a string comes as null.</summary>
    private IEnumerable<(string Key, string? Value, string Path)> Map(JsonElement owner, string name, string? parent)
    {
        if (!owner.TryGetProperty(name, out var map))
            yield break;
        if (map.ValueKind != JsonValueKind.Object)
        {
            Wrong("Must be an object.", Join(parent, name));
            yield break;
        }
        foreach (var pair in map.EnumerateObject())
            yield return (
                pair.Name,
                pair.Value.ValueKind == JsonValueKind.String ? pair.Value.GetString() : null,
                $"{Join(parent, name)}.{pair.Name}"
            );
    }

    private static string Join(string? parent, string name) => parent is null ? name : $"{parent}.{name}";

    private void Wrong(string message, string field) => errors.Add(new ApiError(message, field, null));

    [GeneratedRegex(@"^[\x21-\x39\x3b-\x7e]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HeaderName();
}
