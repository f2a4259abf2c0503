using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.Subscribers.Keys;

/// <summary>The keys that guard subscribers, from app settings. Never logged.</summary>
public sealed class SubscriberKeys
{
    /// <param name="signing">Newest first; at least one that is not retired.</param>
    /// <param name="shardKey">32 bytes.</param>
    /// <param name="suppression">Newest first; at least one.</param>
    public SubscriberKeys(IReadOnlyList<SigningKey> signing, byte[] shardKey, IReadOnlyList<NamedKey> suppression)
    {
        Signing = signing;
        ShardKey = shardKey;
        Suppression = suppression;
        ShardCheck = Check(shardKey);
    }

    /// <summary>Newest first. The first that is not retired signs.</summary>
    public IReadOnlyList<SigningKey> Signing { get; }

    /// <summary>Places addresses in shards. Never rotates: every record would have to move (rule B1).</summary>
    public byte[] ShardKey { get; }

    /// <summary>Newest first. Hash the addresses that are remembered after their record is gone.</summary>
    public IReadOnlyList<NamedKey> Suppression { get; }

    /// <summary>Tells whether a shard was written with the same key, without telling the key.</summary>
    public string ShardCheck { get; }

    /// <summary>A key's check value: 8 bytes in hex of an HMAC over a fixed text.</summary>
    public static string Check(byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, "FunctionsPipeline key check"u8)[..8]);

    /// <summary>Well-known keys for a laptop. Anyone who has the source has them.</summary>
    public static SubscriberKeys Development { get; } =
        new(
            [new SigningKey("dev", WellKnown("links"), Retired: false)],
            WellKnown("shards"),
            [new NamedKey("dev", WellKnown("suppression"))]
        );

    private static byte[] WellKnown(string use) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"FunctionsPipeline development {use}"));
}

/// <summary>A key and the short name by which tokens and hashes say which one made them.</summary>
public sealed record NamedKey(string Id, byte[] Key);

/// <summary>A key that signs links.</summary>
/// <param name="Retired">Leaked or worn out: signs nothing, and its links can only unsubscribe (rule B6).</param>
public sealed record SigningKey(string Id, byte[] Key, bool Retired);
