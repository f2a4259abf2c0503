using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.Syndication.StandardWebhooks;

/// <summary>
/// The symmetric signature of Standard Webhooks 1.0: <c>v1,</c> and base64 of HMAC-SHA256 over
/// <c>id.timestamp.body</c>.
/// </summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The specification asks for 24 to 64 bytes; its own example has fewer.</summary>
    private const int LeastBytes = 16;

    private const int MostBytes = 64;

    /// <summary>
    /// The keys of one or more secrets with a blank between: while a receiver changes its secret both sign.
    /// </summary>
    /// <returns>Null if any of them is no secret.</returns>
    public static IReadOnlyList<byte[]>? KeysOf(string? secrets)
    {
        var keys = new List<byte[]>();
        foreach (var secret in (secrets ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var key = new byte[MostBytes + 3];
            if (
                !secret.StartsWith(Prefix, StringComparison.Ordinal)
                || !Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length)
                || length is < LeastBytes or > MostBytes
            )
                return null;
            keys.Add(key[..length]);
        }
        return keys;
    }

    /// <param name="timestamp">Seconds of the epoch.</param>
    public static string Of(IReadOnlyList<byte[]> keys, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return string.Join(' ', keys.Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed))));
    }
}
