using FunctionsPipeline.Branding;
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
        var carried = await articles.KnownAsync(issue.Articles, cancellationToken);
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
            carried,
            CanStop(issue, account, time) ? links.Stop(page.Site, id).AbsoluteUri : null
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
        if (account is not null && !CanStop(issue, account, time))
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
    /// Late, a stop still keeps what was not handed over; when all was, and its last wave is past stopping, it is only
    /// a button that lies.
    /// </summary>
    internal static bool CanStop(IssueRecord issue, IssueAccount account, TimeProvider time)
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
            time.GetUtcNow() < issue.Due ? "page-state-planned"
                : account is { Pending: 0, Uncertain: 0 } ? "page-state-sent"
                : "page-state-sending",
            ("when", clock.Full(issue.Due))
        );
    }

    private async Task<StaffPageWriter> FrameAsync(CancellationToken cancellationToken) =>
        new(await settings.GetAsync(cancellationToken), await themes.GetAsync(cancellationToken));
}
