using System.Text;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>
/// Lines of a shard, JSON each: a header, then records by id, then tombstones by hash. Short names
/// (<see cref="ShardField"/>), because a million records are read for each issue. Times are Unix seconds. Here is how a
/// line is found without reading it.
/// </summary>
internal static class ShardFormat
{
    public const int Version = 1;

    /// <summary>Of a blob that holds no people any more, but where they went: <see cref="ShardSplit"/>.</summary>
    public const int SplitVersion = 2;

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

    public static byte[] TombstoneNeedle(AddressHash hash) =>
        Encoding.ASCII.GetBytes($"{{\"h\":\"{hash.Hash}\",\"k\":\"{hash.KeyId}\"");
}

/// <summary>A shard's first line.</summary>
/// <param name="Check">Check value of the key that placed its records.</param>
/// <param name="Keys">Check values of the suppression keys that its tombstones may use, by id.</param>
internal sealed record ShardHeader(
    int Version,
    string Check,
    IReadOnlyDictionary<string, string> Keys,
    IReadOnlyDictionary<DateOnly, DayCounts> Days
);
