using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>
/// Reads a shard's header and its tombstones; <see cref="SubscriberReader"/> reads the rest. What it does not know it
/// passes over: a later version wrote it.
/// </summary>
internal static class ShardReader
{
    public static ShardHeader ReadHeader(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        string check = "";
        var version = 0;
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        var days = new SortedDictionary<DateOnly, DayCounts>();
        json.Read();
        while (json.NextName())
        {
            if (json.ValueTextEquals(ShardField.Version))
                version = json.ReadNumber();
            else if (json.ValueTextEquals(ShardField.Check))
                check = json.ReadText();
            else if (json.ValueTextEquals(ShardField.Keys))
            {
                json.Read();
                while (json.NextName())
                    keys[json.GetString()!] = json.ReadText();
            }
            else if (json.ValueTextEquals(ShardField.Days))
            {
                json.Read();
                while (json.NextName())
                {
                    var day = DateOnly.ParseExact(
                        json.GetString()!,
                        ShardField.DayFormat,
                        CultureInfo.InvariantCulture
                    );
                    json.Read();
                    days[day] = new DayCounts(
                        json.ReadNumber(),
                        json.ReadNumber(),
                        json.ReadNumber(),
                        json.ReadNumber(),
                        json.ReadNumber()
                    );
                    json.Read();
                }
            }
            else
                json.PassOver();
        }
        return new ShardHeader(version, check, keys, days);
    }

    public static Tombstone ReadTombstone(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        string hash = "",
            key = "";
        var reason = DepartureReason.Erased;
        DateTimeOffset at = default;
        SubscriberId? id = null;
        var unfinished = false;
        json.Read();
        while (json.NextName())
        {
            switch (json.Letter())
            {
                case ShardField.Hash:
                    hash = json.ReadText();
                    break;
                case ShardField.Key:
                    key = json.ReadText();
                    break;
                case ShardField.Reason:
                    reason = Enum.Parse<DepartureReason>(json.ReadText());
                    break;
                case ShardField.Time:
                    at = json.ReadTime();
                    break;
                case ShardField.Id:
                    id = SubscriberId.Parse(json.ReadText());
                    break;
                default:
                    unfinished |= json.ValueTextEquals(ShardField.Unfinished) ? json.ReadFlag() : json.PassOver();
                    break;
            }
        }
        return new Tombstone
        {
            Hash = new AddressHash(key, hash),
            Reason = reason,
            At = at,
            Id = id,
            Unfinished = unfinished,
        };
    }
}
