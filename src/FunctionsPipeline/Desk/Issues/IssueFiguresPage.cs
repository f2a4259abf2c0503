using FunctionsPipeline.Branding;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Staff;

namespace FunctionsPipeline.Desk.Issues;

/// <summary>
/// Figures that cost more reads than a page should: who would get the next issue, and how the mail of a past one arrived.
/// Each is asked for by a link of its own.
/// </summary>
public sealed class IssueFiguresPage(
    DeskPages pages,
    IUpcomingAudience audience,
    ISendingReader sending,
    IOutcomeDetails details
)
{
    /// <summary>Who would get the next issue of a newsletter, and why others would not.</summary>
    public async Task<WebPage> AudienceAsync(DeskVisit visit, string? newsletter, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        if (page.Site.WhyNoNewsletter(newsletter ?? "") is not null)
            return page.Message(404, "not-found");
        var counted = await audience.CountAsync(newsletter!, cancellationToken);
        if (counted.Refusal is { } refusal)
            return page.Refused(refusal.Reason, "issues");
        var title = page.Strings.Format("audience-title", ("newsletter", OneIssuePage.NameOf(page, newsletter!)));
        return page.Render(
            200,
            "desk-figures",
            title,
            new FiguresModel
            {
                Title = title,
                Back = page.Addresses.Of("issues"),
                BackText = page.Strings["nav-issues"],
                Texts = [page.Strings["audience-text"]],
                Charts =
                [
                    AccountFigures.Considered(
                        counted.Value,
                        page.Strings["audience-chart"],
                        StringTable.Load(StaffMails.Strings, page.Site.Language),
                        page.Culture
                    ),
                ],
            }
        );
    }

    /// <summary>When the mail of an issue arrived, and where it bounced.</summary>
    public async Task<WebPage> ArrivalAsync(DeskVisit visit, string? issue, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        if (
            !IssueId.TryParse(issue, out var id)
            || await sending.FindAsync(id, cancellationToken) is not { } record
            || await details.ReadAsync(id, cancellationToken) is not { } found
        )
            return page.Message(404, "not-found");
        var title = page.Strings.Format(
            "arrival-title",
            ("subject", record.Subject.Length == 0 ? id.Value : record.Subject)
        );
        return page.Render(
            200,
            "desk-figures",
            title,
            new FiguresModel
            {
                Title = title,
                Back = page.Addresses.Of("issues/one?issue=" + id.Value),
                BackText = page.Strings["arrival-back"],
                Texts = [page.Strings["arrival-text"]],
                Charts =
                [
                    OverTime(page, "arrival-delivered", "good", [.. found.Slices.Select(s => s.Delivered)]),
                    OverTime(page, "arrival-failed", "warn", [.. found.Slices.Select(s => s.Failed)]),
                    ByDomain(page, found),
                ],
            }
        );
    }

    private static AccountChart OverTime(DeskPage page, string key, string kind, IReadOnlyList<int> slices) =>
        AccountFigures.Chart(
            page.Strings[key],
            page.Counted("arrival-people", slices.Sum()),
            page.Strings["arrival-after"],
            slices.Select((count, at) => (page.Strings[$"arrival-slice-{at + 1}"], "", count, kind)),
            slices.Sum(),
            page.Culture
        );

    private static AccountChart ByDomain(DeskPage page, OutcomeDetails found)
    {
        var total = found.OtherDomains + found.Domains.Sum(d => d.Bounced);
        var rows = found.Domains.Select(d => (d.Domain, "", d.Bounced, "warn"));
        return AccountFigures.Chart(
            page.Strings["arrival-domains"],
            page.Counted("arrival-people", total),
            page.Strings["arrival-domain"],
            rows.Append(
                (
                    page.Strings["arrival-other-domains"],
                    page.Strings.Format("arrival-other-domains-text", ("fewest", OutcomeDetails.FewestOfDomain)),
                    found.OtherDomains,
                    "plain"
                )
            ),
            total,
            page.Culture
        );
    }
}

/// <summary>What <c>desk-figures.hbs</c> is rendered over.</summary>
public sealed record FiguresModel : DeskModel
{
    public required string Title { get; init; }

    public required string Back { get; init; }

    public required string BackText { get; init; }

    public required IReadOnlyList<string> Texts { get; init; }

    public required IReadOnlyList<AccountChart> Charts { get; init; }
}
