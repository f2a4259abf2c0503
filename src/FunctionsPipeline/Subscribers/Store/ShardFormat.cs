using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>
/// Lines of a shard, JSON each: a header, then records by id, then tombstones by hash. Short names, because a million
/// records are read for each issue; README.md lists them. Times are Unix seconds.
/// </summary>
internal static class ShardFormat
{
    public const int Version = 1;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>How a record's line begins.</summary>
    public static ReadOnlySpan<byte> RecordStart => "{\"i\":\""u8;

    /// <summary>How a tombstone's line begins.</summary>
    public static ReadOnlySpan<byte> TombstoneStart => "{\"h\":\""u8;

    /// <summary>
    /// What stands in the line of the record with this address and in no other place: inside a JSON string its quotes would
    /// be escaped.
    /// </summary>
    public static byte[] AddressNeedle(EmailAddress address) => Encoding.UTF8.GetBytes($"\",\"a\":\"{address.Value}\"");

    public static byte[] RecordNeedle(SubscriberId id) => Encoding.ASCII.GetBytes($"{{\"i\":\"{id}\"");

    public static byte[] TombstoneNeedle(AddressHash hash) => Encoding.ASCII.GetBytes($"{{\"h\":\"{hash.Hash}\",\"k\":\"{hash.KeyId}\"");

    public static void WriteHeader(
        IBufferWriter<byte> output, string check, IEnumerable<NamedKey> suppression, IEnumerable<KeyValuePair<DateOnly, DayCounts>> days)
    {
        using var json = new Utf8JsonWriter(output, WriterOptions);
        json.WriteStartObject();
        json.WriteNumber("v"u8, Version);
        json.WriteString("check"u8, check);
        json.WriteStartObject("keys"u8);
        foreach (var key in suppression)
            json.WriteString(key.Id, SubscriberKeys.Check(key.Key));
        json.WriteEndObject();
        json.WriteStartObject("days"u8);
        foreach (var (day, counts) in days)
        {
            json.WriteStartArray(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteNumberValue(counts.Joined);
            json.WriteNumberValue(counts.Confirmed);
            json.WriteNumberValue(counts.Left);
            json.WriteNumberValue(counts.Bounced);
            json.WriteNumberValue(counts.Imported);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    public static void Write(IBufferWriter<byte> output, Subscriber s)
    {
        using var json = new Utf8JsonWriter(output, WriterOptions);
        json.WriteStartObject();
        json.WriteString("i"u8, s.Id.Value);
        json.WriteString("a"u8, s.Address);
        WriteText(json, "n"u8, s.Name);
        WriteText(json, "l"u8, s.Language);
        if (s.Subscriptions.Count > 0)
        {
            json.WriteStartArray("s"u8);
            foreach (var subscription in s.Subscriptions)
                WriteSubscription(json, subscription);
            json.WriteEndArray();
        }
        WriteTexts(json, "o"u8, s.Topics);
        if (s.Frequency != Frequency.AsScheduled)
            json.WriteString("f"u8, s.Frequency.ToString());
        WriteTime(json, "u"u8, s.PausedUntil);
        if (s.Pending is { } pending)
        {
            json.WriteStartObject("p"u8);
            json.WriteString("i"u8, pending.Id);
            WriteTime(json, "t"u8, pending.At);
            WriteTexts(json, "w"u8, pending.Newsletters);
            WriteText(json, "n"u8, pending.Name);
            WriteText(json, "l"u8, pending.Language);
            json.WriteEndObject();
        }
        if (s.Suppressed is { } suppressed)
        {
            json.WriteStartObject("x"u8);
            json.WriteString("r"u8, suppressed.Reason.ToString());
            WriteTime(json, "t"u8, suppressed.At);
            json.WriteEndObject();
        }
        if (s.Access is { } access)
        {
            json.WriteStartObject("g"u8);
            json.WriteString("h"u8, access.Secret);
            WriteTime(json, "u"u8, access.Until);
            json.WriteEndObject();
        }
        WriteTexts(json, "c"u8, s.Changes);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    public static void Write(IBufferWriter<byte> output, Tombstone t)
    {
        using var json = new Utf8JsonWriter(output, WriterOptions);
        json.WriteStartObject();
        json.WriteString("h"u8, t.Hash.Hash);
        json.WriteString("k"u8, t.Hash.KeyId);
        json.WriteString("r"u8, t.Reason.ToString());
        WriteTime(json, "t"u8, t.At);
        WriteText(json, "i"u8, t.Id?.Value);
        if (t.Unfinished)
            json.WriteBoolean("todo"u8, true);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    public static ShardHeader ReadHeader(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        string check = "";
        var version = 0;
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        var days = new SortedDictionary<DateOnly, DayCounts>();
        json.Read();
        while (NextProperty(ref json))
        {
            if (json.ValueTextEquals("v"u8))
                version = ReadInt(ref json);
            else if (json.ValueTextEquals("check"u8))
                check = ReadText(ref json);
            else if (json.ValueTextEquals("keys"u8))
            {
                json.Read();
                while (NextProperty(ref json))
                    keys[json.GetString()!] = ReadText(ref json);
            }
            else if (json.ValueTextEquals("days"u8))
            {
                json.Read();
                while (NextProperty(ref json))
                {
                    var day = DateOnly.ParseExact(json.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                    json.Read();
                    days[day] = new DayCounts(ReadInt(ref json), ReadInt(ref json), ReadInt(ref json), ReadInt(ref json), ReadInt(ref json));
                    json.Read();
                }
            }
            else
                Skip(ref json);
        }
        return new ShardHeader(version, check, keys, days);
    }

    /// <param name="pool">Texts that many records share, so that each is held once.</param>
    public static Subscriber ReadRecord(ReadOnlySpan<byte> line, TextPool pool)
    {
        var json = new Utf8JsonReader(line);
        var result = new Subscriber { Id = default, Address = "" };
        SubscriberId id = default;
        string address = "";
        string? name = null, language = null;
        IReadOnlyList<Subscription> subscriptions = [];
        IReadOnlyList<string> topics = [], changes = [];
        var frequency = Frequency.AsScheduled;
        DateTimeOffset? paused = null;
        PendingRequest? pending = null;
        Suppression? suppressed = null;
        AccessGrant? access = null;
        json.Read();
        while (NextProperty(ref json))
        {
            switch (json.ValueSpan.Length == 1 ? json.ValueSpan[0] : (byte)0)
            {
                case (byte)'i': id = SubscriberId.Parse(ReadText(ref json)); break;
                case (byte)'a': address = ReadText(ref json); break;
                case (byte)'n': name = ReadText(ref json); break;
                case (byte)'l': language = pool.Read(ref json); break;
                case (byte)'s': subscriptions = ReadSubscriptions(ref json, pool); break;
                case (byte)'o': topics = ReadTexts(ref json, pool); break;
                // A choice that is no longer offered is every issue.
                case (byte)'f': frequency = Enum.TryParse<Frequency>(ReadText(ref json), out var choice) ? choice : Frequency.AsScheduled; break;
                case (byte)'u': paused = ReadTime(ref json); break;
                case (byte)'p': pending = ReadPending(ref json, pool); break;
                case (byte)'x': suppressed = ReadSuppression(ref json); break;
                case (byte)'g': access = ReadAccess(ref json); break;
                case (byte)'c': changes = ReadTexts(ref json, pool: null); break;
                default: Skip(ref json); break;
            }
        }
        return result with
        {
            Id = id,
            Address = address,
            Name = name,
            Language = language,
            Subscriptions = subscriptions,
            Topics = topics,
            Frequency = frequency,
            PausedUntil = paused,
            Pending = pending,
            Suppressed = suppressed,
            Access = access,
            Changes = changes,
        };
    }

    public static Tombstone ReadTombstone(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        string hash = "", key = "";
        var reason = DepartureReason.Erased;
        DateTimeOffset at = default;
        SubscriberId? id = null;
        var unfinished = false;
        json.Read();
        while (NextProperty(ref json))
        {
            if (json.ValueTextEquals("h"u8))
                hash = ReadText(ref json);
            else if (json.ValueTextEquals("k"u8))
                key = ReadText(ref json);
            else if (json.ValueTextEquals("r"u8))
                reason = Enum.Parse<DepartureReason>(ReadText(ref json));
            else if (json.ValueTextEquals("t"u8))
                at = ReadTime(ref json);
            else if (json.ValueTextEquals("i"u8))
                id = SubscriberId.Parse(ReadText(ref json));
            else if (json.ValueTextEquals("todo"u8))
            {
                json.Read();
                unfinished = json.GetBoolean();
            }
            else
                Skip(ref json);
        }
        return new Tombstone { Hash = new AddressHash(key, hash), Reason = reason, At = at, Id = id, Unfinished = unfinished };
    }

    private static void WriteSubscription(Utf8JsonWriter json, Subscription s)
    {
        json.WriteStartObject();
        json.WriteString("w"u8, s.Newsletter);
        if (s.Basis != ConsentBasis.Express)
            json.WriteString("b"u8, s.Basis.ToString());
        WriteTime(json, "t"u8, s.ConsentedAt);
        json.WriteString("e"u8, s.Evidence);
        if (s.Left is { } left)
        {
            WriteTime(json, "x"u8, left.At);
            json.WriteString("r"u8, left.Reason.ToString());
        }
        json.WriteEndObject();
    }

    private static List<Subscription> ReadSubscriptions(ref Utf8JsonReader json, TextPool pool)
    {
        var all = new List<Subscription>(1);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            string newsletter = "", evidence = "";
            var basis = ConsentBasis.Express;
            DateTimeOffset given = default;
            DateTimeOffset? left = null;
            var reason = DepartureReason.Left;
            while (NextProperty(ref json))
            {
                switch (json.ValueSpan[0])
                {
                    case (byte)'w': newsletter = pool.Read(ref json); break;
                    case (byte)'b': basis = Enum.Parse<ConsentBasis>(ReadText(ref json)); break;
                    case (byte)'t': given = ReadTime(ref json); break;
                    case (byte)'e': evidence = pool.Read(ref json, Subscription.ImportPrefix); break;
                    case (byte)'x': left = ReadTime(ref json); break;
                    case (byte)'r': reason = Enum.Parse<DepartureReason>(ReadText(ref json)); break;
                    default: Skip(ref json); break;
                }
            }
            all.Add(new Subscription
            {
                Newsletter = newsletter,
                Basis = basis,
                ConsentedAt = given,
                Evidence = evidence,
                Left = left is { } at ? new Departure(at, reason) : null,
            });
        }
        return all;
    }

    private static PendingRequest ReadPending(ref Utf8JsonReader json, TextPool pool)
    {
        string id = "";
        DateTimeOffset at = default;
        IReadOnlyList<string> newsletters = [];
        string? name = null, language = null;
        json.Read();
        while (NextProperty(ref json))
        {
            switch (json.ValueSpan[0])
            {
                case (byte)'i': id = ReadText(ref json); break;
                case (byte)'t': at = ReadTime(ref json); break;
                case (byte)'w': newsletters = ReadTexts(ref json, pool); break;
                case (byte)'n': name = ReadText(ref json); break;
                case (byte)'l': language = pool.Read(ref json); break;
                default: Skip(ref json); break;
            }
        }
        return new PendingRequest(id, at, newsletters, name, language);
    }

    private static Suppression ReadSuppression(ref Utf8JsonReader json)
    {
        var reason = DepartureReason.Bounced;
        DateTimeOffset at = default;
        json.Read();
        while (NextProperty(ref json))
        {
            if (json.ValueTextEquals("r"u8))
                reason = Enum.Parse<DepartureReason>(ReadText(ref json));
            else if (json.ValueTextEquals("t"u8))
                at = ReadTime(ref json);
            else
                Skip(ref json);
        }
        return new Suppression(at, reason);
    }

    private static AccessGrant ReadAccess(ref Utf8JsonReader json)
    {
        string secret = "";
        DateTimeOffset until = default;
        json.Read();
        while (NextProperty(ref json))
        {
            if (json.ValueTextEquals("h"u8))
                secret = ReadText(ref json);
            else if (json.ValueTextEquals("u"u8))
                until = ReadTime(ref json);
            else
                Skip(ref json);
        }
        return new AccessGrant(secret, until);
    }

    private static bool NextProperty(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    private static string ReadText(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString()!;
    }

    private static int ReadInt(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt32();
    }

    private static DateTimeOffset ReadTime(ref Utf8JsonReader json)
    {
        json.Read();
        return DateTimeOffset.FromUnixTimeSeconds(json.GetInt64());
    }

    private static List<string> ReadTexts(ref Utf8JsonReader json, TextPool? pool)
    {
        var all = new List<string>(1);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.String)
            all.Add(pool is null ? json.GetString()! : pool.Take(ref json));
        return all;
    }

    private static void Skip(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is { } time)
            json.WriteNumber(name, time.ToUnixTimeSeconds());
    }
}

/// <summary>A shard's first line.</summary>
/// <param name="Check">Check value of the key that placed its records.</param>
/// <param name="Keys">Check values of the suppression keys that its tombstones may use, by id.</param>
internal sealed record ShardHeader(
    int Version, string Check, IReadOnlyDictionary<string, string> Keys, IReadOnlyDictionary<DateOnly, DayCounts> Days);
