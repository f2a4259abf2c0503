using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Links;

namespace FunctionsPipeline.Desk.Access;

/// <summary>
/// Links that sign in: for 15 minutes and once. They name no address, only a keyed hash of it; a write-once document proves
/// that one was used.
/// </summary>
public sealed class SignInLinks(
    IBlobStore store,
    LinkSigner signer,
    DeskSessions sessions,
    ISiteSettingsSource settings,
    TimeProvider time
)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string UsedFolder = "desk/used/";
    private const int HashLength = 12;
    private const int NonceLength = 12;
    private const int PayloadLength = HashLength + sizeof(long) + NonceLength;

    /// <summary>A new link.</summary>
    public Uri Make(SiteSettings site, EmailAddress address)
    {
        var payload = new byte[PayloadLength];
        Convert.FromHexString(sessions.HashOf(address), payload, out _, out _);
        BinaryPrimitives.WriteInt64BigEndian(
            payload.AsSpan(HashLength),
            (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds()
        );
        RandomNumberGenerator.Fill(payload.AsSpan(HashLength + sizeof(long)));
        return new Uri(site.FunctionsUrl, $"api/desk/sign-in/{signer.Sign(LinkPurpose.DeskSignIn, payload)}");
    }

    /// <summary>Whether a link would sign in. Changes nothing.</summary>
    public async Task<bool> LookAsync(string? token, CancellationToken cancellationToken) =>
        Read(token) is { } link
        && await FindAsync(link, cancellationToken) is not null
        && await UsedOf(link).ReadAsync(cancellationToken) is null;

    /// <summary>Uses a link up.</summary>
    /// <returns>
    /// Null for a link that was used, is too old, does not work, or whose address is no longer under <c>staff</c>.
    /// </returns>
    public async Task<DeskPerson?> UseAsync(string? token, CancellationToken cancellationToken)
    {
        if (
            Read(token) is not { } link
            || await FindAsync(link, cancellationToken) is not { } person
            || await UsedOf(link).SwapAsync(null, new UsedLink { At = time.GetUtcNow() }, cancellationToken) is null
        )
            return null;
        await ForgetAsync(cancellationToken);
        return person;
    }

    /// <summary>Deletes what is remembered of links that are over.</summary>
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var over = time.GetUtcNow().AddDays(-1).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var old = new List<string>();
        await foreach (var entry in store.ListAsync(Containers.State, UsedFolder, cancellationToken))
        {
            // Names begin with the day on which the link ends and are listed in order.
            if (string.CompareOrdinal(entry.Name[UsedFolder.Length..], over) >= 0)
                break;
            old.Add(entry.Name);
        }
        foreach (var name in old)
            await store.DeleteAsync(new BlobPath(Containers.State, name), ifMatch: null, cancellationToken);
    }

    private SignInLink? Read(string? token)
    {
        if (signer.Open(LinkPurpose.DeskSignIn, token) is not { Payload: { Length: PayloadLength } payload })
            return null;
        var link = new SignInLink(
            Convert.ToHexStringLower(payload.AsSpan(..HashLength)),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(HashLength))),
            Convert.ToHexStringLower(payload.AsSpan(HashLength + sizeof(long)))
        );
        return time.GetUtcNow() < link.Until ? link : null;
    }

    private async Task<DeskPerson?> FindAsync(SignInLink link, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        foreach (var address in DeskSessions.StaffOf(site))
        {
            if (sessions.HashOf(address) == link.Hash)
                return new DeskPerson(address);
        }
        return null;
    }

    private JsonDocument<UsedLink> UsedOf(SignInLink link) =>
        new(
            store,
            new BlobPath(
                Containers.State,
                $"{UsedFolder}{link.Until.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{link.Nonce}.json"
            ),
            DeskAccessJson.Own.UsedLink
        );

    /// <param name="Hash">Of the address.</param>
    private sealed record SignInLink(string Hash, DateTimeOffset Until, string Nonce);
}
