using System.Buffers.Text;
using System.Security.Cryptography;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Pages;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Access;

/// <summary>
/// Fresh links to see, download or erase what is held: mailed on request, good for one use within 30 minutes, since older
/// mails get forwarded (rule B5). The page that a link opens carries a pass of its own until the half hour is over.
/// </summary>
public sealed class AccessLinks(
    AccessGrants grants,
    SubscriberLinks links,
    RequestLimits limits,
    ITransactionalMail mail,
    SubscriberMailWriter writer,
    ISiteSettingsSource settings
)
{
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
        var found = await grants.FindAsync(link.Id, cancellationToken);
        if (found is null)
            return null;
        if (!(await settings.GetAsync(cancellationToken)).Organisation.MayMail)
            return AccessAnswer.NotOpen;
        if (!await limits.TakeAsync(found.Address, "access", cancellationToken))
            return AccessAnswer.TooOften;
        var subscriber = await grants.GiveAsync(
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

    /// <summary>Whose data a mailed link would open. Changes nothing.</summary>
    /// <returns>Null for a link that would not open.</returns>
    public async Task<Subscriber?> LookAsync(string? token, CancellationToken cancellationToken) =>
        links.Read(LinkPurpose.Access, token) is { } link
        && link.Detail.StartsWith(Mailed)
        && await grants.FindAsync(link.Id, cancellationToken) is { } subscriber
        && grants.IsOpen(subscriber, link.Detail)
            ? subscriber
            : null;

    /// <summary>Uses a mailed link up.</summary>
    /// <returns>The pass for the page; null for a link that was used, is too old or does not work.</returns>
    public async Task<AccessPass?> OpenAsync(string? token, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (links.Read(LinkPurpose.Access, token) is not { } link || !link.Detail.StartsWith(Mailed))
            return null;
        var pass = NewSecret(OnPage);
        var subscriber = await grants.GiveAsync(
            link.Id,
            pass,
            EvidenceKind.AccessOpened,
            origin,
            s => grants.IsOpen(s, link.Detail),
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
        var subscriber = await grants.FindAsync(link.Id, cancellationToken);
        return subscriber is not null && grants.IsOpen(subscriber, link.Detail) ? subscriber : null;
    }

    private static string NewSecret(char use) => use + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
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
