using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>
/// One edition of one newsletter: the newsletter's id and the slot that it was due in, e.g. <c>weekly-20260310t1500z</c>.
/// The same slot always gives the same id, so that planning twice finds the first plan (rule S12).
/// </summary>
[JsonConverter(typeof(IssueIdJson))]
public readonly record struct IssueId : IComparable<IssueId>
{
    private const int MaxLength = 150;

    private const string ToTheMinute = "yyyyMMdd't'HHmm'z'";
    private const string ToTheSecond = "yyyyMMdd't'HHmmss'z'";

    private IssueId(string value) => Value = value;

    public string Value { get; }

    /// <summary>When it was due; null for an id that <see cref="For"/> did not make.</summary>
    public DateTimeOffset? Slot =>
        DateTimeOffset.TryParseExact(
            Value.AsSpan(Value.LastIndexOf('-') + 1),
            [ToTheMinute, ToTheSecond],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var slot
        )
            ? slot
            : null;

    /// <param name="newsletter">The newsletter's id, shaped like a slug.</param>
    /// <param name="slot">When the issue is due, to the second.</param>
    public static IssueId For(string newsletter, DateTimeOffset slot)
    {
        var utc = slot.ToUniversalTime();
        var time = utc.ToString(utc.Second == 0 ? ToTheMinute : ToTheSecond, CultureInfo.InvariantCulture);
        return Parse($"{newsletter}-{time}");
    }

    /// <summary>Lower-case letters, digits and single hyphens: safe in blob names, links and mail arguments.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IssueId id)
    {
        id = default;
        if (text is not { Length: > 0 and <= MaxLength } || text[0] == '-' || text[^1] == '-')
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
                return false;
        }
        id = new IssueId(text);
        return true;
    }

    /// <exception cref="FormatException">Not an issue id.</exception>
    public static IssueId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new FormatException("Not an issue id: lower-case letters, digits and hyphens.");

    public int CompareTo(IssueId other) => string.CompareOrdinal(Value, other.Value);

    public static bool operator <(IssueId left, IssueId right) => left.CompareTo(right) < 0;

    public static bool operator <=(IssueId left, IssueId right) => left.CompareTo(right) <= 0;

    public static bool operator >(IssueId left, IssueId right) => left.CompareTo(right) > 0;

    public static bool operator >=(IssueId left, IssueId right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value;
}

/// <summary>Writes an id as the string that it is.</summary>
public sealed class IssueIdJson : JsonConverter<IssueId>
{
    public override IssueId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IssueId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not an issue id.");

    public override void Write(Utf8JsonWriter writer, IssueId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
