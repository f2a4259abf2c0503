using System.Globalization;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>Draws the pages in the site's frame.</summary>
internal sealed class StaffPageWriter(SiteSettings site, ITheme theme)
{
    public SiteSettings Site => site;

    public StringTable Strings { get; } = StringTable.Load(StaffMails.Strings, site.Language);

    public CultureInfo Culture { get; } = IssueLines.CultureOf(site.Language);

    /// <param name="carried">By slug; an article of which nothing is known has no entry.</param>
    /// <param name="notices">What keeps all mail from going out now.</param>
    public WebPage Report(
        IssueRecord issue,
        IssueAccount account,
        string state,
        IReadOnlyList<string> notices,
        IReadOnlyDictionary<string, CatalogEntry> carried,
        string? stopUrl
    )
    {
        var title = Strings.Format("page-title", ("subject", issue.Subject));
        var slot = issue.Id.Value[Math.Min(issue.Newsletter.Length + 1, issue.Id.Value.Length)..];
        return WebPage.Render(
            theme,
            200,
            "issue-report",
            new IssueReportModel
            {
                Shell = Frame(title),
                Title = issue.Subject,
                State = state,
                Notices = notices,
                Newsletter = site.Newsletters.FirstOrDefault(n => n.Id == issue.Newsletter)?.Name ?? issue.Newsletter,
                Charts =
                [
                    AccountFigures.Outcomes(account, Strings, Culture),
                    AccountFigures.Considered(account, Strings, Culture),
                ],
                Verdict = Strings[account.AddsUp ? "page-adds-up" : "page-not-add-up"],
                AddsUp = account.AddsUp,
                Complaints =
                    account.Complained == 0
                        ? null
                        : Strings.Format(
                            "page-complaints",
                            ("count", AccountFigures.Number(account.Complained, Culture))
                        ),
                Staged =
                    account.Staged == 0
                        ? null
                        : Strings.Format("page-staged", ("count", AccountFigures.Number(account.Staged, Culture))),
                Articles =
                [
                    .. issue.Articles.Select(a =>
                        carried.TryGetValue(a, out var entry)
                            ? new CarriedArticle(
                                entry.Title,
                                entry.Status == CatalogStatus.Published ? new Uri(site.Url, a + "/").AbsoluteUri : null
                            )
                            : new CarriedArticle(a, null)
                    ),
                ],
                BrowserUrl = IssueUrls.PageOf(site, issue.Newsletter, slot).AbsoluteUri,
                StopUrl = stopUrl,
                Strings = Strings.All,
            }
        );
    }

    /// <summary>A question with one button that posts to the page's own address.</summary>
    public WebPage Ask(
        string title,
        string text,
        string button,
        Uri report,
        params ReadOnlySpan<(string, object?)> values
    ) =>
        WebPage.Render(
            theme,
            200,
            "issue-stop",
            Model(title, text, report, values) with
            {
                Button = Strings[button],
                Consequence = Strings["stop-consequence"],
            }
        );

    public WebPage Message(
        int status,
        string title,
        string text,
        Uri? report = null,
        params ReadOnlySpan<(string, object?)> values
    ) => WebPage.Render(theme, status, "issue-stop", Model(title, text, report, values));

    private IssueStopModel Model(string title, string text, Uri? report, ReadOnlySpan<(string, object?)> values)
    {
        var heading = Strings.Format(title, values);
        return new IssueStopModel
        {
            Shell = Frame(heading),
            Title = heading,
            Text = Strings.Format(text, values),
            ReportUrl = report?.AbsoluteUri,
            Strings = Strings.All,
        };
    }

    private Shell Frame(string title) => Shell.For(site, theme, title) with { NoIndex = true, Kind = "report" };
}
