using System.Text;

namespace FunctionsPipeline.Subscribers.Links;

/// <summary>The addresses that go into mail, and what they say when they come back.</summary>
public sealed class SubscriberLinks(LinkSigner signer, SubscriberUrls urls) : ISubscriberLinks
{
    private const int IdLength = 17;

    public Uri Unsubscribe(SubscriberId id, string newsletter)
        => urls.Of("unsubscribe", signer.Sign(LinkPurpose.Unsubscribe, Payload(id, newsletter)));

    public Uri Preferences(SubscriberId id) => urls.Of("preferences", signer.Sign(LinkPurpose.Preferences, Payload(id, "")));

    /// <summary>The page whose button confirms one request.</summary>
    public Uri Confirm(SubscriberId id, string requestId)
        => urls.Of("confirm", signer.Sign(LinkPurpose.Confirm, Payload(id, requestId)));

    /// <summary>The page that shows what is held.</summary>
    public Uri Access(SubscriberId id, string secret) => urls.Of("my-data", AccessToken(id, secret));

    private string AccessToken(SubscriberId id, string secret) => signer.Sign(LinkPurpose.Access, Payload(id, secret));

    /// <summary>What a token that came back says: whom, and which newsletter, request or secret.</summary>
    /// <returns>Null for a token that does not work.</returns>
    public (SubscriberId Id, string Detail)? Read(LinkPurpose purpose, string? token)
    {
        if (signer.Open(purpose, token) is not { Length: >= IdLength } payload)
            return null;
        return (SubscriberId.Parse(Convert.ToHexStringLower(payload[..IdLength])), Encoding.UTF8.GetString(payload[IdLength..]));
    }

    private static byte[] Payload(SubscriberId id, string rest) => [.. Convert.FromHexString(id.Value), .. Encoding.UTF8.GetBytes(rest)];
}
