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
    private const int MacLength = 16;

    public string Sign(LinkPurpose purpose, ReadOnlySpan<byte> payload)
    {
        var key = keys.Signing.First(k => !k.Retired);
        var id = Encoding.ASCII.GetBytes(key.Id);
        var token = new byte[3 + id.Length + payload.Length + MacLength];
        token[0] = Version;
        token[1] = (byte)purpose;
        token[2] = (byte)id.Length;
        id.CopyTo(token, 3);
        payload.CopyTo(token.AsSpan(3 + id.Length));
        Mac(key, token.AsSpan(..^MacLength), token.AsSpan(^MacLength..));
        return Base64Url.EncodeToString(token);
    }

    /// <returns>Null for a token that is forged, cut short, for something else, or of a retired key (rule B6).</returns>
    public OpenedToken? Open(LinkPurpose purpose, string? token)
    {
        if (token is null || token.Length is 0 or > MaxTokenLength || !TryDecode(token, out var bytes))
            return null;
        if (bytes.Length < 3 + MacLength || bytes[0] != Version || bytes[1] != (byte)purpose || bytes.Length < 3 + bytes[2] + MacLength)
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
        return true;
    }

    private static void Mac(SigningKey key, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[32];
        HMACSHA256.HashData(key.Key, content, whole);
        whole[..MacLength].CopyTo(mac);
    }
}

/// <summary>What a token carried.</summary>
/// <param name="Retired">Its key is retired: it may unsubscribe and lead nowhere else.</param>
public sealed record OpenedToken(byte[] Payload, bool Retired);
