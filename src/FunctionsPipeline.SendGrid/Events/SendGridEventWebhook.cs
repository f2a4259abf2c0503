using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.SendGrid.Events;

/// <summary>SendGrid's signed event webhook: verified over the raw bytes, before anything reads them.</summary>
/// <remarks>
/// Age is not judged: SendGrid repeats a post for 24 hours, and folding an event twice changes nothing. SendGrid posts
/// up to 768 KB; read no more than <see cref="MaxBodyBytes"/>.
/// </remarks>
public sealed class SendGridEventWebhook : IDisposable
{
    public const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";
    public const string TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";
    public const int MaxBodyBytes = 1024 * 1024;

    /// <summary>Both are a few dozen characters.</summary>
    private const int MaxHeaderLength = 512;

    private readonly ECDsa[] _keys;

    public SendGridEventWebhook(IOptions<SendGridOptions> options) =>
        _keys = [.. options.Value.WebhookPublicKeys.Select(Import)];

    /// <summary>Whether the body was signed by the holder of a configured key. False if none is configured.</summary>
    /// <param name="signature">The header's value; null if absent.</param>
    /// <param name="timestamp">The header's value, as it came; null if absent.</param>
    /// <param name="body">Every byte as it came.</param>
    public bool IsAuthentic(string? signature, string? timestamp, ReadOnlySpan<byte> body)
    {
        if (
            signature is not { Length: > 0 and <= MaxHeaderLength }
            || timestamp is not { Length: > 0 and <= MaxHeaderLength }
        )
            return false;
        Span<byte> der = stackalloc byte[MaxHeaderLength];
        if (!Convert.TryFromBase64String(signature, der, out var derLength))
            return false;

        // Not the package's RequestValidator: it takes the body as a string (a signed body that is not UTF-8 would be
        // refused), throws on a garbled signature, and takes 25 to 55 ms and 2.8 MB for 182 KB where this takes 0.2 to
        // 2.5 ms and 2 KB. A test compares the verdicts.
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes(timestamp));
        sha.AppendData(body);
        var hash = sha.GetHashAndReset();
        foreach (var key in _keys)
        {
            if (key.VerifyHash(hash, der[..derLength], DSASignatureFormat.Rfc3279DerSequence))
                return true;
        }
        return false;
    }

    private static ECDsa Import(string key)
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(key), out _);
        return ecdsa;
    }

    public void Dispose()
    {
        foreach (var key in _keys)
            key.Dispose();
    }
}
