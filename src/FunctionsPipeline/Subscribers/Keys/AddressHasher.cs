using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.Subscribers.Keys;

/// <summary>Keyed hashes of addresses: where a record lives, and how an address is remembered once it is erased.</summary>
public sealed class AddressHasher(SubscriberKeys keys)
{
    /// <summary>The shard that an address belongs to.</summary>
    public byte Shard(EmailAddress address)
    {
        Span<byte> hash = stackalloc byte[32];
        Root(address, hash);
        return hash[0];
    }

    /// <summary>
    /// The hashes by which an address may be remembered, newest key first: H_0 under the shard key,
    /// H_v = HMAC(k_v, H_(v-1)) from the oldest suppression key on (rule B1). So a stored hash can be carried over to a
    /// new key without knowing its address.
    /// </summary>
    public IReadOnlyList<AddressHash> Remembered(EmailAddress address)
    {
        var hash = new byte[32];
        Root(address, hash);
        var chain = new List<AddressHash>(keys.Suppression.Count);
        foreach (var key in keys.Suppression.Reverse())
        {
            hash = HMACSHA256.HashData(key.Key, hash);
            chain.Add(new AddressHash(key.Id, Base64Url.EncodeToString(hash)));
        }
        chain.Reverse();
        return chain;
    }

    /// <summary>Carries a stored hash over to the newest key.</summary>
    /// <exception cref="InvalidOperationException">Its key is not among the settings.</exception>
    public AddressHash Renew(AddressHash old)
    {
        var chain = keys.Suppression.Reverse().ToList();
        var from = chain.FindIndex(k => k.Id == old.KeyId);
        if (from < 0)
            throw new InvalidOperationException(
                $"The suppression key '{old.KeyId}' is in use and missing from Subscribers__SuppressionKeys."
            );
        var hash = Base64Url.DecodeFromChars(old.Hash);
        foreach (var key in chain.Skip(from + 1))
            hash = HMACSHA256.HashData(key.Key, hash);
        return new AddressHash(chain[^1].Id, Base64Url.EncodeToString(hash));
    }

    /// <summary>A short hash for counting, e.g. in a rate limit's name: 24 hex characters, apart for each use.</summary>
    public string ForCounting(string use, string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(keys.ShardKey, Encoding.UTF8.GetBytes($"{use}\n{value}"))[..12]);

    private void Root(EmailAddress address, Span<byte> hash)
    {
        // Normalised addresses are ASCII.
        Span<byte> text = stackalloc byte[EmailAddress.MaxLength + 8];
        "address\n"u8.CopyTo(text);
        var length = 8 + Encoding.ASCII.GetBytes(address.Value, text[8..]);
        HMACSHA256.HashData(keys.ShardKey, text[..length], hash);
    }
}

/// <summary>An address remembered by hash. <see cref="Hash"/> is 32 bytes in base64url.</summary>
/// <param name="KeyId">The suppression key that made it.</param>
public readonly record struct AddressHash(string KeyId, string Hash);
