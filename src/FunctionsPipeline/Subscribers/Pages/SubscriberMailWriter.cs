using System.Globalization;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Subscribers.Pages;

/// <summary>
/// Writes the two mails that this area sends: the confirmation and the access link. Facts, one link, who sends it.
/// </summary>
public sealed class SubscriberMailWriter(ISiteSettingsSource settings, IThemeSource themes)
{
    /// <param name="kind"><c>confirmation</c> or <c>access</c>: the prefix of its texts.</param>
    /// <param name="newsletters">Ids that the text names; may be empty.</param>
    public async Task<MailMessage> WriteAsync(
        string id,
        string kind,
        EmailAddress to,
        string? language,
        Uri link,
        IReadOnlyList<string> newsletters,
        CancellationToken cancellationToken
    )
    {
        var site = await settings.GetAsync(cancellationToken);
        var theme = await themes.GetAsync(cancellationToken);
        var strings = StringTable.Load(SubscriberStrings.Pages, language ?? site.Language);
        var names = string.Join(
            ", ",
            newsletters.Select(n => site.Newsletters.FirstOrDefault(s => s.Id == n)?.Name ?? n)
        );
        var organisation = site.Organisation;
        var model = new SubscriberMailModel
        {
            Lang = strings.Language,
            Subject = strings.Format($"{kind}-mail-subject", ("site", site.Name)),
            Heading = strings[$"{kind}-mail-heading"],
            Text = strings.Format($"{kind}-mail-text", ("site", site.Name), ("newsletters", names)),
            Button = strings[$"{kind}-mail-button"],
            Link = link.AbsoluteUri,
            Ignore = strings[$"{kind}-mail-ignore"],
            Accent = site.Brand.Accent,
            Sender = string.Join(", ", [organisation.LegalName ?? site.Name, .. organisation.PostalAddress]),
            Contact = string.Join(
                ", ",
                new[] { organisation.Phone, organisation.Email, organisation.Web?.AbsoluteUri }.OfType<string>()
            ),
        };
        using var html = new StringWriter(CultureInfo.InvariantCulture);
        theme.Render("subscriber-mail", model, html);
        var sender =
            newsletters.Count == 1
                ? site.Newsletters.FirstOrDefault(n => n.Id == newsletters[0])?.Sender ?? site.Sender
                : site.Sender;
        return new MailMessage(
            id,
            kind,
            sender with
            {
                Name = sender.Name ?? site.Name,
            },
            new Mailbox(to.Value),
            ReplyTo: null,
            model.Subject,
            html.ToString(),
            model.Plain
        );
    }
}

/// <summary>One of this area's mails.</summary>
public sealed record SubscriberMailModel
{
    public required string Lang { get; init; }

    public required string Subject { get; init; }

    public required string Heading { get; init; }

    public required string Text { get; init; }

    public required string Button { get; init; }

    public required string Link { get; init; }

    /// <summary>What to do if it was not you.</summary>
    public required string Ignore { get; init; }

    /// <summary>The brand's colour, dark enough for white text.</summary>
    public required string Accent { get; init; }

    /// <summary>Who sends it and their postal address.</summary>
    public required string Sender { get; init; }

    /// <summary>How to reach them; empty for none.</summary>
    public required string Contact { get; init; }

    /// <summary>The same as plain text.</summary>
    public string Plain =>
        $"{Heading}\n\n{Text}\n\n{Button}:\n{Link}\n\n{Ignore}\n\n-- \n{Sender}\n{Contact}".TrimEnd() + "\n";
}
