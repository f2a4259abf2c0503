using FunctionsPipeline.Branding;
using FunctionsPipeline.Desk.Health;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Desk.Issues;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Desk.Overview;

/// <summary>The first page: what needs attention, what goes out next, what was done last.</summary>
public sealed class OverviewPage(
    DeskPages pages,
    DeskAttention attention,
    IUpcomingIssues upcoming,
    IIssuesAhead planned,
    DeskHistory history
)
{
    private const int LastActs = 5;

    public async Task<WebPage> ShowAsync(DeskVisit visit, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "", cancellationToken);
        var matters = await attention.FindAsync(page, cancellationToken);
        var next = await upcoming.ListAsync(cancellationToken);
        var last = await history.ReadAsync(null, LastActs, cancellationToken);
        var title = page.Strings["nav-overview"];
        return page.Render(
            200,
            "desk-overview",
            title,
            new OverviewModel
            {
                Title = title,
                Matters = matters,
                Ahead = UpcomingWords.Ahead(page, await planned.AheadAsync(cancellationToken)),
                Next = [.. next.Select(issue => NextOf(page, issue))],
                Last = [.. last.Lines.Take(LastActs).Select(line => HistoryPage.RowOf(page, line))],
            }
        );
    }

    private static NextIssue NextOf(DeskPage page, UpcomingIssue issue) =>
        new(
            issue.Name,
            UpcomingWords.When(page, issue),
            UpcomingWords.Count(page, issue),
            UpcomingWords.TooFew(page, issue)
        );
}

/// <summary>What <c>desk-overview.hbs</c> is rendered over.</summary>
public sealed record OverviewModel : DeskModel
{
    public required string Title { get; init; }

    public required IReadOnlyList<Matter> Matters { get; init; }

    /// <summary>Issues that are planned already and not gone yet.</summary>
    public required IReadOnlyList<DeskLink> Ahead { get; init; }

    public required IReadOnlyList<NextIssue> Next { get; init; }

    public required IReadOnlyList<HistoryRow> Last { get; init; }
}

public sealed record NextIssue(string Newsletter, string When, string Articles, string? Note);
