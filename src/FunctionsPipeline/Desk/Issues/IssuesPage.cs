using FunctionsPipeline.Branding;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers.Housekeeping;

namespace FunctionsPipeline.Desk.Issues;

/// <summary>The next issue of each newsletter, and those that were planned.</summary>
public sealed class IssuesPage(
    DeskPages pages,
    IUpcomingIssues upcoming,
    ISendingReader sending,
    IIssuesAhead planned,
    SubscriberCounts counts,
    NoteFile notes,
    TimeProvider time
)
{
    /// <summary>Each is one read.</summary>
    private const int PastOnPage = 8;

    private const int MostArticlesNamed = 20;

    public async Task<WebPage> ShowAsync(DeskVisit visit, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        var next = await upcoming.ListAsync(cancellationToken);
        var totals = await counts.ReadAsync(1, cancellationToken) is [.., var last] ? last.Totals : null;
        var tiles = new List<UpcomingTile>();
        foreach (var issue in next)
            tiles.Add(
                TileOf(
                    page,
                    issue,
                    totals?.ByNewsletter.GetValueOrDefault(issue.Newsletter),
                    await notes.ReadAsync(issue.Newsletter, cancellationToken)
                )
            );
        var title = page.Strings["nav-issues"];
        return page.Render(
            200,
            "desk-issues",
            title,
            new IssuesModel
            {
                Title = title,
                Ahead = UpcomingWords.Ahead(page, await planned.AheadAsync(cancellationToken)),
                Next = tiles,
                PlanTo = page.Addresses.Of("issues/plan"),
                TestTo = page.Addresses.Of("issues/test"),
                SkipTo = page.Addresses.Of("issues/skip"),
                UnskipTo = page.Addresses.Of("issues/unskip"),
                NoteTo = page.Addresses.Of("issues/note"),
                Past = page.Addresses.Of("issues/past"),
                Welcome = page.Site.Newsletters.Any(n => n.Welcome.Count > 0)
                    ? page.Addresses.Of("issues/welcome")
                    : null,
            }
        );
    }

    /// <summary>Issues that were planned, the newest first.</summary>
    /// <param name="before">The id of the last issue on the page before; null for the newest.</param>
    public async Task<WebPage> PastAsync(DeskVisit visit, string? before, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        var ids = new List<IssueId>();
        await foreach (var id in sending.ListAsync(cancellationToken))
            ids.Add(id);
        var ordered = ids.OrderByDescending(id => id.Slot ?? DateTimeOffset.MinValue).ThenBy(id => id).ToList();
        var start = before is null ? 0 : ordered.FindIndex(id => id.Value == before) + 1;
        var shown = ordered.Skip(start).Take(PastOnPage).ToList();
        var found = await Task.WhenAll(shown.Select(id => sending.FindAsync(id, cancellationToken)));
        var now = time.GetUtcNow();
        var title = page.Strings["issues-past"];
        return page.Render(
            200,
            "desk-issues-past",
            title,
            new PastIssuesModel
            {
                Title = title,
                Back = page.Addresses.Of("issues"),
                Rows = [.. found.OfType<IssueRecord>().Select(issue => RowOf(page, issue, now))],
                Older =
                    start + PastOnPage < ordered.Count
                        ? page.Addresses.Of("issues/past?before=" + shown[^1].Value)
                        : null,
                Newest = start > 0 ? page.Addresses.Of("issues/past") : null,
            }
        );
    }

    /// <summary>How far an issue has come: the end of a text <c>issue-…</c>, and a CSS class.</summary>
    internal static string StageOf(IssueRecord issue, DateTimeOffset now) =>
        issue switch
        {
            { State: IssueState.Planning } => "open",
            { Stop: not null } => "stopped",
            { State: IssueState.Finished } => "published",
            _ when now < issue.Due => "scheduled",
            _ => "out",
        };

    private static PastIssueRow RowOf(DeskPage page, IssueRecord issue, DateTimeOffset now)
    {
        var stage = StageOf(issue, now);
        return new PastIssueRow(
            issue.Subject.Length == 0 ? issue.Id.Value : issue.Subject,
            page.Addresses.Of("issues/one?issue=" + issue.Id.Value),
            OneIssuePage.NameOf(page, issue.Newsletter),
            page.When(issue.Due),
            stage,
            page.Strings["issue-" + stage],
            page.Number(issue.Recipients)
        );
    }

    private static UpcomingTile TileOf(DeskPage page, UpcomingIssue issue, int? readers, WrittenNote note)
    {
        return new UpcomingTile(
            issue.Newsletter,
            issue.Name,
            UpcomingWords.When(page, issue),
            issue.PlannedFrom is { } from ? page.Strings.Format("next-planned-from", ("when", page.When(from))) : null,
            issue.Planning is null ? null : page.Strings["next-being-planned"],
            UpcomingWords.Count(page, issue),
            UpcomingWords.TooFew(page, issue),
            [
                .. issue
                    .Articles.Take(MostArticlesNamed)
                    .Select(slug => new DeskLink(TitleOf(slug), new Uri(page.Site.Url, slug + "/").AbsoluteUri)),
            ],
            [
                .. new DeskFact?[]
                {
                    issue.Wishes.Subject is { } subject ? new DeskFact(page.Strings["next-subject"], subject) : null,
                    issue.Postponed.Count > 0
                        ? new DeskFact(
                            page.Strings["next-postponed"],
                            string.Join("; ", issue.Postponed.Take(MostArticlesNamed).Select(TitleOf))
                        )
                        : null,
                    readers is { } count ? new DeskFact(page.Strings["next-readers"], page.Number(count)) : null,
                    issue.Minimum > 1 ? new DeskFact(page.Strings["next-minimum"], page.Number(issue.Minimum)) : null,
                    issue.LeftOut > 0 ? new DeskFact(page.Strings["next-left-out"], page.Number(issue.LeftOut)) : null,
                    issue.Skipped.Count > 0
                        ? new DeskFact(page.Strings["next-skipped"], string.Join("; ", issue.Skipped.Select(page.When)))
                        : null,
                }.OfType<DeskFact>(),
            ],
            issue.Articles.Count == 0
                ? null
                : page.Addresses.Of("issues/preview?of=" + Uri.EscapeDataString(issue.Newsletter)),
            issue.Articles.Count + issue.Postponed.Count == 0
                ? null
                : page.Addresses.Of("issues/plan?newsletter=" + Uri.EscapeDataString(issue.Newsletter)),
            // Of an instant newsletter each article is an issue of its own.
            issue.Articles.Count == 0
            || issue.IsInstant
                ? null
                : page.Addresses.Of("issues/audience?newsletter=" + Uri.EscapeDataString(issue.Newsletter)),
            issue.Due is not null && issue.Planning is null,
            issue.Skipped.Count > 0,
            note.Text,
            note.Version
        );

        string TitleOf(string slug) => issue.Titles.GetValueOrDefault(slug, slug);
    }
}

/// <summary>What <c>desk-issues.hbs</c> is rendered over.</summary>
public sealed record IssuesModel : DeskModel
{
    public required string Title { get; init; }

    /// <summary>Planned already, and not gone yet.</summary>
    public required IReadOnlyList<DeskLink> Ahead { get; init; }

    public required IReadOnlyList<UpcomingTile> Next { get; init; }

    public required string PlanTo { get; init; }

    public required string TestTo { get; init; }

    public required string SkipTo { get; init; }

    public required string UnskipTo { get; init; }

    public required string NoteTo { get; init; }

    public required string Past { get; init; }

    /// <summary>Where welcome series are shown; null if there are none.</summary>
    public string? Welcome { get; init; }
}

/// <param name="TooFew">That it does not go with so few articles; null where it does, and where there is none.</param>
/// <param name="Preview">Null while there is nothing to show.</param>
/// <param name="Plan">Where it is changed, or planned at once; null while there is no article at all.</param>
/// <param name="Audience">Where its readers are counted; null where there is no one issue to count for.</param>
/// <param name="Note">The note that was written at the desk; empty for none.</param>
/// <param name="NoteVersion">Of the note that is shown: another one is not written over.</param>
public sealed record UpcomingTile(
    string Id,
    string Name,
    string When,
    string? PlannedFrom,
    string? Planning,
    string Count,
    string? TooFew,
    IReadOnlyList<DeskLink> Articles,
    IReadOnlyList<DeskFact> Facts,
    string? Preview,
    string? Plan,
    string? Audience,
    bool CanSkip,
    bool CanUnskip,
    string Note,
    string NoteVersion
);

/// <summary>What <c>desk-issues-past.hbs</c> is rendered over.</summary>
public sealed record PastIssuesModel : DeskModel
{
    public required string Title { get; init; }

    public required string Back { get; init; }

    public required IReadOnlyList<PastIssueRow> Rows { get; init; }

    public string? Older { get; init; }

    public string? Newest { get; init; }
}

public sealed record PastIssueRow(
    string Subject,
    string Href,
    string Newsletter,
    string When,
    string Kind,
    string State,
    string Recipients
);
