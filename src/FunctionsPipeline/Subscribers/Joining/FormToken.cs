using System.Buffers.Binary;
using FunctionsPipeline.Subscribers.Links;

namespace FunctionsPipeline.Subscribers.Joining;

/// <summary>
/// A signed note in the form: when it was shown, and with which wording. Programs that fill in forms answer faster than a
/// person can, and a form whose wording has changed since must be read again.
/// </summary>
public sealed class FormToken(LinkSigner signer, TimeProvider time)
{
    /// <summary>No one types an address faster.</summary>
    public static readonly TimeSpan Fastest = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private const int TimeBytes = 8;
    private const int WordingBytes = 16;

    /// <param name="wording">SHA-256 of the wording, hex.</param>
    public string Issue(string wording)
    {
        var payload = new byte[TimeBytes + WordingBytes];
        BinaryPrimitives.WriteInt64BigEndian(payload, time.GetUtcNow().ToUnixTimeMilliseconds());
        Wording(wording).CopyTo(payload.AsSpan(TimeBytes));
        return signer.Sign(LinkPurpose.Form, payload);
    }

    public FormTokenState Judge(string? token, string wording)
    {
        if (signer.Open(LinkPurpose.Form, token) is not { Payload.Length: TimeBytes + WordingBytes } opened)
            return FormTokenState.Invalid;
        var age =
            time.GetUtcNow()
            - DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(opened.Payload));
        if (age > Lifetime || !opened.Payload.AsSpan(TimeBytes).SequenceEqual(Wording(wording)))
            return FormTokenState.Stale;
        return age < Fastest ? FormTokenState.TooFast : FormTokenState.Good;
    }

    private static ReadOnlySpan<byte> Wording(string hash) => Convert.FromHexString(hash).AsSpan(0, WordingBytes);
}

public enum FormTokenState
{
    Good,

    /// <summary>None, or not ours: a form on another page, which shows no wording.</summary>
    Invalid,

    /// <summary>A day old, or the wording has changed since.</summary>
    Stale,

    TooFast,
}
