using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>Writes a shard's lines. What is not there takes no room; the order of fields is part of the format.</summary>
internal static class ShardWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static void WriteHeader(
        IBufferWriter<byte> output,
        string check,
        IEnumerable<NamedKey> suppression,
        IEnumerable<KeyValuePair<DateOnly, DayCounts>> days
    )
    {
        using var json = Begin(output);
        Header(json, ShardFormat.Version, check, suppression);
        json.WriteStartObject(ShardField.Days);
        foreach (var (day, counts) in days)
        {
            json.WriteStartArray(day.ToString(ShardField.DayFormat, CultureInfo.InvariantCulture));
            json.WriteNumberValue(counts.Joined);
            json.WriteNumberValue(counts.Confirmed);
            json.WriteNumberValue(counts.Left);
            json.WriteNumberValue(counts.Bounced);
            json.WriteNumberValue(counts.Imported);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        End(json, output);
    }

    public static void WriteSplit(
        IBufferWriter<byte> output,
        string check,
        IEnumerable<NamedKey> suppression,
        ShardSplit split
    )
    {
        using var json = Begin(output);
        Header(json, ShardFormat.SplitVersion, check, suppression);
        json.WriteString(ShardField.Split, split.Id);
        json.WriteString(ShardField.PlacedBy, split.KeyId);
        json.WriteNumber(ShardField.Seed, split.Places.Seed);
        json.WriteBase64String(ShardField.Places, split.Places.Table);
        End(json, output);
    }

    public static void Write(IBufferWriter<byte> output, Subscriber s)
    {
        using var json = Begin(output);
        Text(json, ShardField.Id, s.Id.Value);
        Text(json, ShardField.Address, s.Address);
        Text(json, ShardField.Name, s.Name);
        Text(json, ShardField.Language, s.Language);
        if (s.Subscriptions.Count > 0)
        {
            json.WriteStartArray(ShardField.Of(ShardField.Subscriptions));
            foreach (var subscription in s.Subscriptions)
                Write(json, subscription);
            json.WriteEndArray();
        }
        Texts(json, ShardField.Topics, s.Topics);
        Text(json, ShardField.Frequency, s.Frequency == Frequency.AsScheduled ? null : s.Frequency.ToString());
        Time(json, ShardField.PausedUntil, s.PausedUntil);
        if (s.Pending.Count > 0)
        {
            json.WriteStartArray(ShardField.Of(ShardField.Pending));
            foreach (var request in s.Pending)
                Write(json, request);
            json.WriteEndArray();
        }
        if (s.Suppressed is { } suppressed)
            Write(json, suppressed);
        if (s.SoftBounces.Count > 0)
        {
            json.WriteStartArray(ShardField.Of(ShardField.SoftBounces));
            foreach (var bounce in s.SoftBounces)
                Write(json, bounce);
            json.WriteEndArray();
        }
        if (s.Access is { } access)
            Write(json, access);
        Texts(json, ShardField.Changes, s.Changes);
        End(json, output);
    }

    public static void Write(IBufferWriter<byte> output, Tombstone t)
    {
        using var json = Begin(output);
        Text(json, ShardField.Hash, t.Hash.Hash);
        Text(json, ShardField.Key, t.Hash.KeyId);
        Text(json, ShardField.Reason, t.Reason.ToString());
        Time(json, ShardField.Time, t.At);
        Text(json, ShardField.Id, t.Id?.Value);
        if (t.Unfinished)
            json.WriteBoolean(ShardField.Unfinished, true);
        End(json, output);
    }

    private static void Header(Utf8JsonWriter json, int version, string check, IEnumerable<NamedKey> suppression)
    {
        json.WriteNumber(ShardField.Version, version);
        json.WriteString(ShardField.Check, check);
        json.WriteStartObject(ShardField.Keys);
        foreach (var key in suppression)
            json.WriteString(key.Id, SubscriberKeys.Check(key.Key));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Subscription s)
    {
        json.WriteStartObject();
        Text(json, ShardField.Newsletter, s.Newsletter);
        Text(json, ShardField.Basis, s.Basis == ConsentBasis.Express ? null : s.Basis.ToString());
        Time(json, ShardField.Time, s.ConsentedAt);
        Text(json, ShardField.Evidence, s.Evidence);
        Time(json, ShardField.Left, s.Left?.At);
        Text(json, ShardField.Reason, s.Left?.Reason.ToString());
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PendingRequest pending)
    {
        json.WriteStartObject();
        Text(json, ShardField.Id, pending.Id);
        Time(json, ShardField.Time, pending.At);
        Texts(json, ShardField.Newsletter, pending.Newsletters);
        Text(json, ShardField.Name, pending.Name);
        Text(json, ShardField.Language, pending.Language);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Suppression suppressed)
    {
        json.WriteStartObject(ShardField.Of(ShardField.Suppressed));
        Text(json, ShardField.Reason, suppressed.Reason.ToString());
        Time(json, ShardField.Time, suppressed.At);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SoftBounce bounce)
    {
        json.WriteStartObject();
        Text(json, ShardField.Hash, bounce.Id);
        Time(json, ShardField.Time, bounce.At);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AccessGrant access)
    {
        json.WriteStartObject(ShardField.Of(ShardField.Access));
        Text(json, ShardField.Hash, access.Secret);
        Time(json, ShardField.Until, access.Until);
        json.WriteEndObject();
    }

    private static Utf8JsonWriter Begin(IBufferWriter<byte> output)
    {
        var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        return json;
    }

    private static void End(Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void Text(Utf8JsonWriter json, byte field, string? value)
    {
        if (value is not null)
            json.WriteString(ShardField.Of(field), value);
    }

    private static void Texts(Utf8JsonWriter json, byte field, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        json.WriteStartArray(ShardField.Of(field));
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void Time(Utf8JsonWriter json, byte field, DateTimeOffset? value)
    {
        if (value is { } time)
            json.WriteNumber(ShardField.Of(field), time.ToUnixTimeSeconds());
    }
}
