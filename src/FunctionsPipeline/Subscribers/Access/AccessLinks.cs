using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Pages;
using FunctionsPipeline.Subscribers.Store;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Subscribers.Access;

/// <summary>
/// Fresh links to see, download or erase what is held: mailed on request, good for one use within 30 minutes, since older
/// mails get forwarded (rule B5). The page that a link opens carries a pass of its own until the half hour is over.
/// </summary>
public sealed class AccessLinks(
    ShardStore shards,
    EvidenceStore evidence,
    SubscriberLinks links,
    RequestLimits limits,
    ITransactionalMail mail,
    SubscriberMailWriter writer,
    ISiteSettingsSource settings,
    TimeProvider time
)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private const char Mailed = 'm';
    private const char OnPage = 'p';

    /// <summary>Mails a link to the address on record. Any earlier one stops working.</summary>
    /// <param name="token">Of the preferences page.</param>
    /// <returns>Null for a link that does not work or whose subscriber is gone.</returns>
    public async Task<AccessAnswer?> RequestAsync(
        string? token,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        if (links.Read(LinkPurpose.Preferences, token) is not { } link)
            return null;
        var secret = NewSecret(Mailed);
        var found = (await shards.ReadAsync(link.Id.Shard, cancellationToken)).Find(link.Id);
        if (found is null)
            return null;
        if (!(await settings.GetAsync(cancellationToken)).Organisation.MayMail)
            return AccessAnswer.NotOpen;
        if (!await limits.TakeAsync(found.Address, "access", cancellationToken))
            return AccessAnswer.TooOften;
        var subscriber = await GrantAsync(
            link.Id,
            secret,
            EvidenceKind.AccessRequested,
            origin,
            _ => true,
            cancellationToken
        );
        if (subscriber is null)
            return null;
        var message = await writer.WriteAsync(
            $"access-{ChangeId.New()}",
            "access",
            EmailAddress.Parse(subscriber.Address),
            subscriber.Language,
            links.Access(link.Id, secret),
            [],
            cancellationToken
        );
        var sent = await mail.SendAsync(message, cancellationToken);
        return sent.MayGoLater ? AccessAnswer.MailIsDown : AccessAnswer.Mailed;
    }

    /// <summary>Whether a mailed link would open. Changes nothing.</summary>
    public async Task<bool> LookAsync(string? token, CancellationToken cancellationToken) =>
        links.Read(LinkPurpose.Access, token) is { } link
        && link.Detail.StartsWith(Mailed)
        && (await shards.ReadAsync(link.Id.Shard, cancellationToken)).Find(link.Id) is { } subscriber
        && IsOpen(subscriber, link.Detail);

    /// <summary>Uses a mailed link up.</summary>
    /// <returns>The pass for the page; null for a link that was used, is too old or does not work.</returns>
    public async Task<AccessPass?> OpenAsync(string? token, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (links.Read(LinkPurpose.Access, token) is not { } link || !link.Detail.StartsWith(Mailed))
            return null;
        var pass = NewSecret(OnPage);
        var subscriber = await GrantAsync(
            link.Id,
            pass,
            EvidenceKind.AccessOpened,
            origin,
            s => IsOpen(s, link.Detail),
            cancellationToken
        );
        return subscriber is null ? null : new AccessPass(subscriber, links.AccessToken(link.Id, pass));
    }

    /// <summary>Who holds a page's pass.</summary>
    /// <returns>Null for a pass that is over or does not work.</returns>
    public async Task<Subscriber?> HolderAsync(string? pass, CancellationToken cancellationToken)
    {
        if (links.Read(LinkPurpose.Access, pass) is not { } link || !link.Detail.StartsWith(OnPage))
            return null;
        var subscriber = (await shards.ReadAsync(link.Id.Shard, cancellationToken)).Find(link.Id);
        return subscriber is not null && IsOpen(subscriber, link.Detail) ? subscriber : null;
    }

    private Task<Subscriber?> GrantAsync(
        SubscriberId id,
        string secret,
        EvidenceKind kind,
        RequestOrigin origin,
        Func<Subscriber, bool> allowed,
        CancellationToken cancellationToken
    )
    {
        var changeId = ChangeId.New();
        var now = time.GetUtcNow();
        return shards.ChangeAsync<Subscriber?>(
            id.Shard,
            async (shard, stop) =>
            {
                if (shard.Find(id) is not { } subscriber)
                    return new ShardChange<Subscriber?>(null);
                if (subscriber.Made(changeId))
                    return new ShardChange<Subscriber?>(subscriber);
                if (!allowed(subscriber))
                    return new ShardChange<Subscriber?>(null);
                await evidence.AddAsync(
                    new EvidenceEvent
                    {
                        Id = changeId,
                        Kind = kind,
                        At = now,
                        Subscriber = id.Value,
                        Ip = origin.Ip,
                        UserAgent = origin.Browser,
                    },
                    stop
                );
                // A page's pass ends when its link would have ended.
                var until = kind == EvidenceKind.AccessOpened ? subscriber.Access!.Until : now + Lifetime;
                var changed = (subscriber with { Access = new AccessGrant(Hash(secret), until) }).Changed(changeId);
                return new ShardChange<Subscriber?>(changed, shard.Edit().Put(changed));
            },
            cancellationToken
        );
    }

    private bool IsOpen(Subscriber subscriber, string secret) =>
        subscriber.Access is { } access
        && time.GetUtcNow() < access.Until
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(access.Secret),
            Encoding.ASCII.GetBytes(Hash(secret))
        );

    private static string NewSecret(char use) => use + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    private static string Hash(string secret) => Sha256Hex.Of(secret, 16);
}

public enum AccessAnswer
{
    Mailed,
    TooOften,
    MailIsDown,

    /// <summary>No mail is sent yet, because no postal address is configured.</summary>
    NotOpen,
}

/// <param name="Token">For the forms of the page that shows what is held.</param>
public sealed record AccessPass(Subscriber Subscriber, string Token);
