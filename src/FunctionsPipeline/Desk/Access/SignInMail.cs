using System.Globalization;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Pages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Desk.Access;

/// <summary>How the desk behaves.</summary>
public sealed class DeskOptions
{
    /// <summary>
    /// No request for a link is answered sooner: handing a mail to the provider takes a moment, and that moment would tell
    /// whose address is under <c>staff</c>. Real time, as the provider's is.
    /// </summary>
    public TimeSpan AnswerAfter { get; set; } = TimeSpan.FromSeconds(1.5);
}

/// <summary>The mail with the link.</summary>
public sealed partial class SignInMail(
    ISiteSettingsSource settings,
    IThemeSource themes,
    DeskSessions sessions,
    SignInLinks links,
    ITransactionalMail mail,
    IOptions<DeskOptions> options,
    ILogger<SignInMail> logger
)
{
    /// <summary>Mails a link if the address is under <c>staff</c>. Takes as long if it is not.</summary>
    public async Task RequestAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        var soonest = Task.Delay(options.Value.AnswerAfter, TimeProvider.System, cancellationToken);
        if (await sessions.FindStaffAsync(address.Value, cancellationToken) is { } person)
        {
            var site = await settings.GetAsync(cancellationToken);
            await SendAsync(site, person.Address, links.Make(site, person.Address), cancellationToken);
        }
        await soonest;
    }

    /// <summary>Hands it to the provider, once. What the provider answers is logged, and not told to the browser.</summary>
    private async Task SendAsync(SiteSettings site, EmailAddress to, Uri link, CancellationToken cancellationToken)
    {
        var strings = StringTable.Load(DeskPages.StringsArea, site.Language);
        var organisation = site.Organisation;
        var model = new SubscriberMailModel
        {
            Lang = strings.Language,
            Subject = strings.Format("sign-in-mail-subject", ("site", site.Name)),
            Heading = strings["sign-in-mail-heading"],
            Text = strings.Format("sign-in-mail-text", ("site", site.Name)),
            Button = strings["sign-in-mail-button"],
            Link = link.AbsoluteUri,
            Ignore = strings["sign-in-mail-ignore"],
            Accent = site.Brand.Accent,
            Sender = string.Join(", ", [organisation.LegalName ?? site.Name, .. organisation.PostalAddress]),
            Contact = "",
        };
        using var html = new StringWriter(CultureInfo.InvariantCulture);
        (await themes.GetAsync(cancellationToken)).Render("subscriber-mail", model, html);
        var result = await mail.SendAsync(
            new MailMessage(
                $"desk-{ChangeId.New()}",
                "staff",
                site.Sender with
                {
                    Name = site.Sender.Name ?? site.Name,
                },
                new Mailbox(to.Value),
                ReplyTo: null,
                model.Subject,
                html.ToString(),
                model.Plain
            ),
            cancellationToken
        );
        if (result.Outcome == SendOutcome.NotSent)
            LogNotSent(result.Reason ?? "no reason given");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A link to sign in to the desk was not mailed: {Reason}")]
    private partial void LogNotSent(string reason);
}
