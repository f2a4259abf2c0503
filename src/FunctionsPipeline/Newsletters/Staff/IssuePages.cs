using System.Globalization;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers.Links;

namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>The pages behind the signed links in mails to staff.</summary>
public interface IIssuePages
{
    /// <summary>The issue's account.</summary>
    Task<WebPage> ReportAsync(string? token, CancellationToken cancellationToken);

    /// <summary>The page with the one button. Changes nothing: scanners follow every link in a mail.</summary>
    Task<WebPage> AskToStopAsync(string? token, CancellationToken cancellationToken);

    /// <summary>The button was pressed. Safe to repeat.</summary>
    Task<WebPage> StopAsync(string? token, CancellationToken cancellationToken);
}

internal sealed class IssuePages(
    ISiteSettingsSource settings,
    IThemeSource themes,
    ISendingReader sending,
    IIssueStopping stopping,
    NewArticles articles,
    StaffLinks links,
    TimeProvider time
) : IIssuePages
{
    public async Task<WebPage> ReportAsync(string? token, CancellationToken cancellationToken)
    {
        var page = await FrameAsync(cancellationToken);
        if (
            links.Read(LinkPurpose.IssueReport, token) is not { } id
            || await sending.FindAsync(id, cancellationToken) is not { } issue
            || await sending.AccountAsync(id, cancellationToken) is not { } account
        )
            return page.Message(404, "unknown-title", "unknown");
        var titles = (await articles.ReadAsync(issue.Articles, cancellationToken)).ToDictionary(
            a => a.Slug,
            a => a.Title,
            StringComparer.Ordinal
        );
        var refused = (await sending.RefusalsAsync(cancellationToken)).Select(r =>
            page.Strings.Format(
                "page-refused",
                ("when", new StaffClock(page.Site, issue).Full(r.Since)),
                ("call", r.Call),
                ("reason", r.Reason)
            )
        );
        return page.Report(
            issue,
            account,
            StateOf(page, issue, account),
            [.. refused],
            titles,
            CanStop(issue, account) ? links.Stop(page.Site, id).AbsoluteUri : null
        );
    }

    public async Task<WebPage> AskToStopAsync(string? token, CancellationToken cancellationToken)
    {
        var page = await FrameAsync(cancellationToken);
        if (
            links.Read(LinkPurpose.StopIssue, token) is not { } id
            || await sending.FindAsync(id, cancellationToken) is not { } issue
        )
            return page.Message(404, "unknown-title", "unknown");
        var account = await sending.AccountAsync(id, cancellationToken);
        var clock = new StaffClock(page.Site, issue);
        var report = links.Report(page.Site, id);
        var until = clock.Short(issue.Times.StopUntil);
        if (issue.Stop is { } stop)
        {
            var kept = account is null || account.KeptFromAll;
            return page.Message(
                200,
                kept ? "stop-already-title" : "stop-partly-title",
                kept ? "stop-already" : "stop-partly",
                report,
                ("subject", issue.Subject),
                ("when", clock.Full(stop.At)),
                ("count", AccountFigures.Number(account?.MayHaveIt ?? 0, page.Culture))
            );
        }
        if (account is not null && !CanStop(issue, account))
            return page.Message(200, "stop-over-title", "stop-over", report, ("subject", issue.Subject));
        if (time.GetUtcNow() > issue.Times.StopUntil)
            return page.Ask(
                "stop-late-title",
                "stop-late",
                "stop-late-confirm",
                report,
                ("subject", issue.Subject),
                ("until", until)
            );
        return page.Ask(
            "stop-title",
            issue.Times.Held ? "stop-question" : "stop-question-unheld",
            "stop-confirm",
            report,
            ("subject", issue.Subject),
            ("when", clock.Full(issue.Due)),
            ("count", AccountFigures.Number(issue.Recipients, page.Culture)),
            ("until", until)
        );
    }

    public async Task<WebPage> StopAsync(string? token, CancellationToken cancellationToken)
    {
        var page = await FrameAsync(cancellationToken);
        if (links.Read(LinkPurpose.StopIssue, token) is not { } id)
            return page.Message(404, "unknown-title", "unknown");
        var answer = await stopping.StopAsync(id, "staff", cancellationToken);
        var issue = await sending.FindAsync(id, cancellationToken);
        if (answer.Result == StopResult.Unknown || issue is null)
            return page.Message(404, "unknown-title", "unknown");
        var report = links.Report(page.Site, id);
        return answer.Result switch
        {
            StopResult.Stopped => page.Message(200, "stopped-title", "stopped", report, ("subject", issue.Subject)),
            StopResult.Stopping => page.Message(200, "stopping-title", "stopping", report, ("subject", issue.Subject)),
            _ => page.Message(
                200,
                answer.Result == StopResult.Standstill ? "standstill-title" : "too-late-title",
                answer.Result == StopResult.Standstill ? "standstill" : "too-late",
                report,
                ("subject", issue.Subject),
                ("count", AccountFigures.Number(answer.Account?.MayHaveIt ?? 0, page.Culture))
            ),
        };
    }

    /// <summary>
    /// Late, a stop still keeps what was not handed over; when all was, and its last wave is past stopping, it is only a button
    /// that lies.
    /// </summary>
    private bool CanStop(IssueRecord issue, IssueAccount account)
    {
        if (issue is not { Stop: null, State: not IssueState.Finished })
            return false;
        var last = issue.Waves.Select(w => w.SendAt).Append(issue.Due).Max();
        var isLate = time.GetUtcNow() > new SendTimes(last, issue.HoldWindow).StopUntil;
        return isLate ? account.Pending > account.Staged : account.Pending + account.Uncertain > 0;
    }

    private string StateOf(StaffPageWriter page, IssueRecord issue, IssueAccount account)
    {
        var clock = new StaffClock(page.Site, issue);
        if (issue.Stop is { } stop && issue.State != IssueState.Planning)
        {
            return page.Strings.Format(
                account.KeptFromAll ? "page-state-stopped" : "page-state-stopped-late",
                ("when", clock.Full(stop.At)),
                ("count", AccountFigures.Number(account.MayHaveIt, page.Culture))
            );
        }
        if (issue.State == IssueState.Finished)
            return page.Strings["page-state-finished"];
        if (issue.State == IssueState.Planning)
            return page.Strings["page-state-planning"];
        return page.Strings.Format(
            time.GetUtcNow() < issue.Due ? "page-state-planned" : "page-state-sending",
            ("when", clock.Full(issue.Due))
        );
    }

    private async Task<StaffPageWriter> FrameAsync(CancellationToken cancellationToken) =>
        new(await settings.GetAsync(cancellationToken), await themes.GetAsync(cancellationToken));
}

/// <summary>Draws the pages in the site's frame.</summary>
internal sealed class StaffPageWriter(SiteSettings site, ITheme theme)
{
    public SiteSettings Site => site;

    public StringTable Strings { get; } = StringTable.Load(StaffMails.Strings, site.Language);

    public CultureInfo Culture { get; } = IssueLines.CultureOf(site.Language);

    /// <param name="titles">By slug; an article that is no longer live has none.</param>
    /// <param name="notices">What keeps all mail from going out now.</param>
    public WebPage Report(
        IssueRecord issue,
        IssueAccount account,
        string state,
        IReadOnlyList<string> notices,
        IReadOnlyDictionary<string, string> titles,
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
                    .. issue.Articles.Select(a => new StaffButton(
                        titles.GetValueOrDefault(a, a),
                        new Uri(site.Url, a + "/").AbsoluteUri
                    )),
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

/// <summary>What <c>issue-report.hbs</c> is rendered over.</summary>
public sealed record IssueReportModel
{
    public required Shell Shell { get; init; }

    public required string Title { get; init; }

    public required string State { get; init; }

    public IReadOnlyList<string> Notices { get; init; } = [];

    public required string Newsletter { get; init; }

    public required IReadOnlyList<AccountChart> Charts { get; init; }

    public required string Verdict { get; init; }

    public required bool AddsUp { get; init; }

    public string? Complaints { get; init; }

    public string? Staged { get; init; }

    public required IReadOnlyList<StaffButton> Articles { get; init; }

    public required string BrowserUrl { get; init; }

    /// <summary>Null when there is nothing left to stop.</summary>
    public string? StopUrl { get; init; }

    public required IReadOnlyDictionary<string, string> Strings { get; init; }
}

/// <summary>What <c>issue-stop.hbs</c> is rendered over.</summary>
public sealed record IssueStopModel
{
    public required Shell Shell { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    /// <summary>Null for a page without a button.</summary>
    public string? Button { get; init; }

    public string? Consequence { get; init; }

    public string? ReportUrl { get; init; }

    public required IReadOnlyDictionary<string, string> Strings { get; init; }
}
