using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Links;

/// <summary>
/// Makes and opens tokens: base64url of version, purpose, key id, payload and the first 16 bytes of HMAC-SHA-256 over all
/// of that. Opaque to people, without personal data, without an end of their own: what they point to ends.
/// </summary>
public sealed class LinkSigner(SubscriberKeys keys)
{
    /// <summary>Longer texts are not looked at.</summary>
    public const int MaxTokenLength = 512;

    private const byte Version = 1;

    /// <summary>
    /// Setting a key up costs more than hashing sixty bytes with it: each thread keeps the one that it used last.
    /// </summary>
    [ThreadStatic]
    private static (byte[] Key, HMACSHA256 Hash) _ready;

    private const int MacLength = 16;

    private readonly SigningKey _key = keys.Signing.First(k => !k.Retired);
    private readonly byte[] _id = Encoding.ASCII.GetBytes(keys.Signing.First(k => !k.Retired).Id);

    public string Sign(LinkPurpose purpose, ReadOnlySpan<byte> payload)
    {
        var length = 3 + _id.Length + payload.Length + MacLength;
        var token = length <= MaxTokenLength ? stackalloc byte[length] : new byte[length];
        token[0] = Version;
        token[1] = (byte)purpose;
        token[2] = (byte)_id.Length;
        _id.CopyTo(token[3..]);
        payload.CopyTo(token[(3 + _id.Length)..]);
        Mac(_key, token[..^MacLength], token[^MacLength..]);
        return Base64Url.EncodeToString(token);
    }

    /// <returns>Null for a token that is forged, cut short, for something else, or of a retired key (rule B6).</returns>
    public OpenedToken? Open(LinkPurpose purpose, string? token)
    {
        if (token is null || token.Length is 0 or > MaxTokenLength || !TryDecode(token, out var bytes))
            return null;
        if (
            bytes.Length < 3 + MacLength
            || bytes[0] != Version
            || bytes[1] != (byte)purpose
            || bytes.Length < 3 + bytes[2] + MacLength
        )
            return null;
        var id = Encoding.ASCII.GetString(bytes, 3, bytes[2]);
        var key = keys.Signing.FirstOrDefault(k => k.Id == id);
        if (key is null || (key.Retired && purpose != LinkPurpose.Unsubscribe))
            return null;
        Span<byte> expected = stackalloc byte[MacLength];
        Mac(key, bytes.AsSpan(..^MacLength), expected);
        return CryptographicOperations.FixedTimeEquals(expected, bytes.AsSpan(^MacLength..))
            ? new OpenedToken(bytes[(3 + bytes[2])..^MacLength], key.Retired)
            : null;
    }

    private static bool TryDecode(string token, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(token))
            return false;
        bytes = Base64Url.DecodeFromChars(token);
        // One spelling for each token: the decoder also takes white space, padding and stray bits in the last character.
        return Base64Url.EncodeToString(bytes) == token;
    }

    private static void Mac(SigningKey key, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        if (!ReferenceEquals(_ready.Key, key.Key))
        {
            _ready.Hash?.Dispose();
            _ready = (key.Key, new HMACSHA256(key.Key));
        }
        Span<byte> whole = stackalloc byte[32];
        if (!_ready.Hash.TryComputeHash(content, whole, out _))
            throw new CryptographicException("HMAC-SHA-256 did not fit into 32 bytes.");
        whole[..MacLength].CopyTo(mac);
    }
}

/// <summary>What a token carried.</summary>
/// <param name="Retired">Its key is retired: it may unsubscribe and lead nowhere else.</param>
public sealed record OpenedToken(byte[] Payload, bool Retired);
