using System.Globalization;
using System.Text;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>Writes the mails to staff from the state that an issue is in when they are sent.</summary>
internal sealed class StaffMails(
    ISendingReader sending,
    CompositionNotes compositions,
    StaffLinks links,
    IThemeSource themes
)
{
    internal const string Strings = "staff";

    /// <returns>Null if there is nothing to say any more.</returns>
    public async Task<StaffLetter?> ComposeAsync(
        SiteSettings site,
        StaffNotice matter,
        CancellationToken cancellationToken
    )
    {
        var strings = StringTable.Load(Strings, site.Language);
        var theme = await themes.GetAsync(cancellationToken);
        var issue = matter.Issue is { } id ? await sending.FindAsync(id, cancellationToken) : null;
        switch (matter.Kind)
        {
            case StaffNoticeKind.Planned:
                if (issue is null || await sending.ContentAsync(issue.Id, cancellationToken) is not { } content)
                    return null;
                return Preview(
                    site,
                    theme,
                    issue,
                    content,
                    await compositions.ReadAsync(issue.Id, cancellationToken),
                    strings
                );
            case StaffNoticeKind.Finished:
                if (issue is null || await sending.AccountAsync(issue.Id, cancellationToken) is not { } account)
                    return null;
                return Letter(theme, Finished(site, issue, account, strings));
            case StaffNoticeKind.Trouble:
                return Letter(theme, Trouble(site, matter, issue, strings));
            case StaffNoticeKind.NotPlanned:
                return Letter(
                    theme,
                    Panel(
                        site,
                        strings.Format("not-planned-subject", ("newsletter", matter.Newsletter)),
                        strings["not-planned-text"],
                        matter.Detail,
                        strings
                    )
                );
            case StaffNoticeKind.MayHaveGone:
                return Letter(
                    theme,
                    Panel(
                        site,
                        strings.Format("may-have-gone-subject", ("newsletter", matter.Newsletter)),
                        strings["may-have-gone-text"],
                        matter.Detail,
                        strings
                    )
                );
            case StaffNoticeKind.ReviewsDue:
                return Letter(theme, ReviewsDue(site, matter, strings));
            case StaffNoticeKind.SourceFailing:
            case StaffNoticeKind.SourceRecovered:
            case StaffNoticeKind.SourceMoved:
            case StaffNoticeKind.SourceGone:
                return Letter(
                    theme,
                    Panel(
                        site,
                        strings.Format($"{matter.Kind}-subject", ("source", matter.Detail)),
                        strings[$"{matter.Kind}-text"],
                        null,
                        strings
                    ) with
                    {
                        Facts = matter.Facts ?? [],
                    }
                );
            case StaffNoticeKind.NoPostalAddress:
                return Letter(
                    theme,
                    Panel(
                        site,
                        strings.Format("no-postal-address-subject", ("newsletter", matter.Newsletter)),
                        strings["no-postal-address-text"],
                        null,
                        strings
                    )
                );
            case StaffNoticeKind.WelcomeWaits:
                return Letter(theme, WelcomeWaits(site, matter, strings));
            default:
                throw new ArgumentOutOfRangeException(nameof(matter));
        }
    }

    private StaffLetter Preview(
        SiteSettings site,
        ITheme theme,
        IssueRecord issue,
        FrozenContent content,
        IReadOnlyList<Finding> findings,
        StringTable strings
    )
    {
        var clock = new StaffClock(site, issue);
        var culture = IssueLines.CultureOf(site.Language);
        var recipients = AccountFigures.Number(issue.Recipients, culture);
        var when = clock.Full(issue.Due);
        var newsletter = site.Newsletters.FirstOrDefault(n => n.Id == issue.Newsletter)?.Name ?? issue.Newsletter;
        var excluded = issue
            .Excluded.Where(e => e.Value > 0)
            .OrderByDescending(e => e.Value)
            .Select(e => $"{AccountFigures.Number(e.Value, culture)} {strings["excluded-" + e.Key]}")
            .ToList();
        // Without a hold it goes at once: there is no time to judge it, and a button would lie.
        var held = issue.Times.Held;
        var panel = new StaffPanel
        {
            Language = site.Language,
            Subject = strings.Format(
                held ? "planned-subject" : "unheld-subject",
                ("subject", issue.Subject),
                ("when", when)
            ),
            Heading = strings.Format(held ? "planned-heading" : "unheld-heading", ("when", when)),
            Paragraphs =
            [
                issue.Recipients == 0
                    ? strings["planned-no-one"]
                    : strings.Count(held ? "planned-intro" : "unheld-intro", issue.Recipients),
            ],
            Facts =
            [
                new StaffFact(strings["fact-newsletter"], newsletter),
                new StaffFact(strings["fact-subject"], issue.Subject),
                new StaffFact(strings["fact-recipients"], recipients),
                .. excluded.Count == 0
                    ? Array.Empty<StaffFact>()
                    : [new StaffFact(strings["fact-excluded"], string.Join(", ", excluded))],
                new StaffFact(strings["fact-articles"], strings.Count("articles", issue.Articles.Count)),
            ],
            RemarksHeading = strings["remarks"],
            Remarks =
            [
                .. findings
                    .Select(FindingTranslations.For(site.Language).Of)
                    .Select(f => f.Fix is null ? f.Message : $"{f.Message} {f.Fix}"),
            ],
            Button = held ? new StaffButton(strings["stop-button"], links.Stop(site, issue.Id).AbsoluteUri) : null,
            ButtonNote = held ? strings.Format("stop-until", ("until", clock.Short(issue.Times.StopUntil))) : null,
            Link = new StaffButton(strings["report-link"], links.Report(site, issue.Id).AbsoluteUri),
            Colours = StaffColours.AboveAnIssue,
        };
        var mail = ImpersonalMail.Preview(
            content.Mail,
            StringTable.Load(IssueComposer.Strings, content.Language),
            site
        );
        return new StaffLetter(
            panel.Subject,
            InsertPanel(mail.Html, Render(theme, "staff-panel", panel)),
            PanelText(panel) + "\n" + new string('=', 72) + "\n\n" + mail.Text
        );
    }

    private StaffPanel Finished(SiteSettings site, IssueRecord issue, IssueAccount account, StringTable strings)
    {
        var culture = IssueLines.CultureOf(site.Language);
        var outcomes = AccountFigures.Outcomes(account, strings, culture);
        var panel = Panel(
            site,
            strings.Format(
                issue.Stop is null ? "finished-subject"
                    : account.Delivered == 0 ? "stopped-no-one-subject"
                    : "stopped-subject",
                ("subject", issue.Subject),
                ("delivered", AccountFigures.Number(account.Delivered, culture)),
                ("recipients", AccountFigures.Number(account.Recipients, culture))
            ),
            strings["finished-intro"],
            null,
            strings
        );
        return panel with
        {
            Heading = strings.Format(
                issue.Stop is null ? "finished-heading" : "stopped-heading",
                ("subject", issue.Subject)
            ),
            Facts = [.. outcomes.Bars.Select(b => new StaffFact(b.Label, $"{b.People} ({b.Share})"))],
            Link = new StaffButton(strings["outcome-link"], links.Report(site, issue.Id).AbsoluteUri),
        };
    }

    private StaffPanel Trouble(SiteSettings site, StaffNotice matter, IssueRecord? issue, StringTable strings)
    {
        var subject = issue?.Subject ?? matter.Issue?.Value ?? "";
        var what = strings.Format($"alert-{matter.Trouble}", ("subject", subject));
        var panel = Panel(
            site,
            strings.Format("alert-subject", ("what", what)),
            strings.Format($"alert-{matter.Trouble}-text", ("subject", subject)),
            matter.Detail,
            strings
        );
        return panel with
        {
            Heading = what,
            Facts = issue is null
                ? []
                :
                [
                    new StaffFact(strings["fact-subject"], subject),
                    new StaffFact(strings["fact-sends"], new StaffClock(site, issue).Full(issue.Due)),
                ],
            Link = issue is null
                ? null
                : new StaffButton(strings["report-link"], links.Report(site, issue.Id).AbsoluteUri),
        };
    }

    private static StaffPanel WelcomeWaits(SiteSettings site, StaffNotice matter, StringTable strings)
    {
        var fact = matter.Facts![0];
        var panel = Panel(
            site,
            strings.Format("welcome-waits-subject", ("newsletter", matter.Newsletter), ("file", fact.Value)),
            strings["welcome-waits-text"],
            matter.Detail,
            strings
        );
        return panel with
        {
            Paragraphs = [strings["welcome-problem-" + fact.Name], .. panel.Paragraphs],
            Facts =
            [
                new StaffFact(strings["fact-newsletter"], matter.Newsletter ?? ""),
                new StaffFact(strings["welcome-waits-file"], "articles/_welcome/" + fact.Value),
            ],
        };
    }

    private static StaffPanel ReviewsDue(SiteSettings site, StaffNotice matter, StringTable strings)
    {
        var culture = IssueLines.CultureOf(site.Language);
        var facts = matter.Facts ?? [];
        var more = matter.Count - facts.Count;
        var panel = Panel(
            site,
            strings.Count("reviews-due-subject", matter.Count),
            strings["reviews-due-text"],
            null,
            strings
        );
        return panel with
        {
            Facts =
            [
                .. facts,
                .. more > 0 ? [new StaffFact("…", strings.Count("reviews-due-more", more))] : Array.Empty<StaffFact>(),
            ],
        };
    }

    private static StaffPanel Panel(
        SiteSettings site,
        string subject,
        string text,
        string? detail,
        StringTable strings
    ) =>
        new()
        {
            Language = site.Language,
            Subject = subject,
            Heading = subject,
            Paragraphs = string.IsNullOrWhiteSpace(detail)
                ? [text]
                : [text, strings.Format("alert-detail", ("detail", detail))],
            Colours = StaffColours.Letter,
        };

    private static StaffLetter Letter(ITheme theme, StaffPanel panel) =>
        new(panel.Subject, Render(theme, "staff-mail", panel), PanelText(panel));

    private static string Render(ITheme theme, string template, StaffPanel panel)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        theme.Render(template, panel, output);
        return output.ToString();
    }

    /// <summary>The issue as it will be read, below the panel: staff judge the mail itself, not a picture of it.</summary>
    private static string InsertPanel(string html, string panel)
    {
        var body = html.IndexOf("<body", StringComparison.OrdinalIgnoreCase);
        var at = body < 0 ? 0 : html.IndexOf('>', body) + 1;
        return html.Insert(at, "\n" + panel);
    }

    private static string PanelText(StaffPanel panel)
    {
        var text = new StringBuilder();
        text.Append(panel.Heading).Append("\n\n");
        foreach (var paragraph in panel.Paragraphs)
            text.Append(paragraph).Append("\n\n");
        foreach (var fact in panel.Facts)
            text.Append(CultureInfo.InvariantCulture, $"{fact.Name}: {fact.Value}\n");
        if (panel.Remarks.Count > 0)
        {
            text.Append('\n').Append(panel.RemarksHeading).Append('\n');
            foreach (var remark in panel.Remarks)
                text.Append("* ").Append(remark).Append('\n');
        }
        if (panel.Button is { } button)
            text.Append(CultureInfo.InvariantCulture, $"\n{button.Text}: {button.Url}\n{panel.ButtonNote}\n");
        if (panel.Link is { } link)
            text.Append(CultureInfo.InvariantCulture, $"\n{link.Text}: {link.Url}\n");
        return text.ToString();
    }
}
