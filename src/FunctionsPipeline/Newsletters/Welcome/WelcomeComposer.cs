using System.Globalization;
using System.Text;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>Makes the mail of a step, once for everyone: what differs from person to person is a merge field.</summary>
internal static class WelcomeComposer
{
    /// <summary>The template; <c>settings/theme/welcome.hbs</c> overrides it.</summary>
    private const string Template = "welcome";

    private const int LongestSubject = 200;
    private const int LongestPreheader = 160;

    /// <returns>Null if it is too large for mail clients.</returns>
    public static WelcomeMail? Compose(
        SiteSettings site,
        NewsletterSettings newsletter,
        string file,
        WelcomeText text,
        ITheme theme
    )
    {
        var strings = StringTable.Load(IssueComposer.Strings, text.Language);
        var subject = MergeFields.Neutralise(IssueLines.Cut(text.Title, LongestSubject));
        var model = new IssueModel
        {
            Language = text.Language,
            Direction = Cultures.Direction(text.Language),
            Subject = subject,
            Preheader = MergeFields.Neutralise(IssueLines.Cut(text.Summary, LongestPreheader)),
            Newsletter = MergeFields.Neutralise(newsletter.Name),
            Site = MergeFields.Neutralise(site.Name),
            SiteUrl = site.Url.AbsoluteUri,
            LogoUrl = IssueUrls.Absolute(site, site.Brand.Logo),
            LogoAlt = MergeFields.Neutralise(site.Brand.LogoAlt ?? site.Name),
            Accent = site.Brand.Accent,
            AccentDark = site.Brand.AccentDark,
            // It is the same on each day, and there is no page that shows it.
            Date = "",
            BrowserUrl = "",
            NoteHtml = MergeFields.Neutralise(text.Html),
            NoteText = MergeFields.Neutralise(text.Text),
            Reason = strings.Format(
                "reason",
                ("newsletter", MergeFields.Neutralise(newsletter.Name)),
                ("site", MergeFields.Neutralise(site.Name))
            ),
            Organisation = MergeFields.Neutralise(site.Organisation.LegalName ?? site.Name),
            PostalAddress = MergeFields.Neutralise(string.Join(", ", site.Organisation.PostalAddress)),
            Contacts = [.. IssueModelBuilder.Contacts(site.Organisation)],
            Strings = strings.All,
        };
        using var html = new StringWriter(CultureInfo.InvariantCulture);
        theme.Render(Template, model, html);
        var key = StepKey.Of(file);
        var mail = new WelcomeMail(
            key,
            new BulkContent(
                newsletter.Sender ?? site.Sender with { Name = site.Sender.Name ?? site.Name },
                newsletter.ReplyTo,
                subject,
                html.ToString(),
                IssueText.RenderLetter(model),
                IssueHeaders.For(site, newsletter, $"welcome-{key}"),
                [newsletter.Id],
                newsletter.TrackClicks,
                newsletter.TrackOpens
            ),
            text.Language
        );
        return Encoding.UTF8.GetByteCount(mail.Content.Html) + IssueComposer.MergeRoom <= IssueComposer.LargestHtml
            ? mail
            : null;
    }
}

/// <summary>The mail of a step, with merge fields in it.</summary>
/// <param name="Key"><see cref="StepKey"/> of its file.</param>
internal sealed record WelcomeMail(string Key, BulkContent Content, string Language);
