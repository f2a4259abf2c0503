using System.Text;

namespace FunctionsPipeline.Subscribers.Links;

/// <summary>The addresses that go into mail, and what they say when they come back.</summary>
public sealed class SubscriberLinks(LinkSigner signer, SubscriberUrls urls) : ISubscriberLinks
{
    private const int IdLength = 17;

    public Uri Unsubscribe(SubscriberId id, string newsletter) =>
        urls.Of("unsubscribe", signer.Sign(LinkPurpose.Unsubscribe, Payload(id, newsletter)));

    public Uri Preferences(SubscriberId id) =>
        urls.Of("preferences", signer.Sign(LinkPurpose.Preferences, Payload(id, "")));

    /// <summary>The page whose button confirms one request.</summary>
    public Uri Confirm(SubscriberId id, string requestId) =>
        urls.Of("confirm", signer.Sign(LinkPurpose.Confirm, Payload(id, requestId)));

    /// <summary>The page that shows what is held.</summary>
    public Uri Access(SubscriberId id, string secret) => urls.Of("my-data", AccessToken(id, secret));

    /// <summary>The token alone, for a form on the page that the link opened.</summary>
    public string AccessToken(SubscriberId id, string secret) => signer.Sign(LinkPurpose.Access, Payload(id, secret));

    /// <returns>Null for a token that does not work.</returns>
    public LinkContent? Read(LinkPurpose purpose, string? token)
    {
        if (signer.Open(purpose, token) is not { Payload.Length: >= IdLength } opened)
            return null;
        return new LinkContent(
            SubscriberId.Parse(Convert.ToHexStringLower(opened.Payload[..IdLength])),
            Encoding.UTF8.GetString(opened.Payload[IdLength..]),
            opened.Retired
        );
    }

    private static byte[] Payload(SubscriberId id, string rest)
    {
        var payload = new byte[IdLength + Encoding.UTF8.GetByteCount(rest)];
        Convert.FromHexString(id.Value, payload, out _, out _);
        Encoding.UTF8.GetBytes(rest, payload.AsSpan(IdLength));
        return payload;
    }
}

/// <summary>What a link that came back says.</summary>
/// <param name="Detail">The newsletter, request or secret; empty where the purpose has none.</param>
/// <param name="Retired">Its key is retired: it may unsubscribe and lead nowhere else.</param>
public sealed record LinkContent(SubscriberId Id, string Detail, bool Retired);
