using FunctionsPipeline.Articles;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Desk.Issues;

/// <summary>One issue: what became of it, its previews, and how it is planned or stopped.</summary>
public sealed class OneIssuePage(
    DeskPages pages,
    IUpcomingIssues upcoming,
    IIssuePreviews previews,
    ISendingReader sending,
    IBlobStore store,
    TimeProvider time
)
{
    private static readonly string[] Kinds = ["mail", "text"];

    /// <summary>An issue that was planned.</summary>
    public async Task<WebPage> ShowAsync(DeskVisit visit, string? issue, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        if (
            !IssueId.TryParse(issue, out var id)
            || await sending.FindAsync(id, cancellationToken) is not { } record
            || await sending.AccountAsync(id, cancellationToken) is not { } account
        )
            return page.Message(404, "not-found");
        var now = time.GetUtcNow();
        var strings = StringTable.Load(StaffMails.Strings, page.Site.Language);
        var stage = IssuesPage.StageOf(record, now);
        var titles = await TitlesAsync(record.Articles, cancellationToken);
        var title = record.Subject.Length == 0 ? id.Value : record.Subject;
        return page.Render(
            200,
            "desk-issue",
            title,
            new OneIssueModel
            {
                Title = title,
                Newsletter = NameOf(page, record.Newsletter),
                Back = page.Addresses.Of("issues/past"),
                Kind = stage,
                State = page.Strings["issue-" + stage],
                When = page.Strings.Format(
                    record.Stop is not null && account.KeptFromAll ? "issue-was-to-go"
                        : now < record.Due ? "issue-goes"
                        : "issue-went",
                    ("when", page.When(record.Due))
                ),
                Charts =
                    record.State == IssueState.Planning
                        ? []
                        :
                        [
                            AccountFigures.Outcomes(account, strings, page.Culture),
                            AccountFigures.Considered(account, strings, page.Culture),
                        ],
                Problem = account.AddsUp ? null : page.Strings["issue-not-add-up"],
                Complaints = account.Complained == 0 ? null : page.Counted("issue-complaints", account.Complained),
                Articles =
                [
                    .. record.Articles.Select(slug =>
                        titles.TryGetValue(slug, out var known)
                            ? new DeskLink(known, new Uri(page.Site.Url, slug + "/").AbsoluteUri)
                            : new DeskLink(page.Strings.Format("issue-article-gone", ("slug", slug)), "")
                    ),
                ],
                Details =
                    now < record.Due || record.State == IssueState.Planning
                        ? null
                        : page.Addresses.Of("issues/arrival?issue=" + id.Value),
                Preview = page.Addresses.Of("issues/preview?of=" + id.Value),
                Again =
                    record.Stop is not null && account.KeptFromAll
                        ? page.Addresses.Of($"issues/plan?newsletter={record.Newsletter}&again={id.Value}")
                        : null,
                Id = id.Value,
                StopTo = IssuePages.CanStop(record, account, time) ? page.Addresses.Of("issues/stop") : null,
                StopText =
                    now <= record.Times.StopUntil
                        ? page.Strings.Format("stop-text", ("until", page.When(record.Times.StopUntil)))
                        : page.Strings["stop-late-text"],
                TestTo = page.Addresses.Of("issues/test"),
            }
        );
    }

    /// <summary>
    /// The page on which an issue gets its subject, its articles and their order: the next one of the schedule, or one that
    /// is planned by hand now.
    /// </summary>
    /// <param name="again">An issue whose articles are offered, e.g. one that was stopped; null for all new ones.</param>
    public async Task<WebPage> AskToPlanAsync(
        DeskVisit visit,
        string? newsletter,
        string? again,
        CancellationToken cancellationToken
    )
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        var found = await upcoming.FindAsync(newsletter ?? "", cancellationToken);
        if (found.Refusal is not null)
            return page.Message(404, "not-found");
        var next = found.Value;
        var earlier =
            IssueId.TryParse(again, out var id)
            && await sending.FindAsync(id, cancellationToken) is { } record
            && record.Newsletter == next.Newsletter
                ? record
                : null;
        var titles = earlier is null ? next.Titles : await TitlesAsync(earlier.Articles, cancellationToken);
        var articles = earlier is null ? next.Articles : [.. earlier.Articles.Where(titles.ContainsKey)];
        IReadOnlyList<string> postponed = earlier is null ? next.Postponed : [];
        var hold = page.Site.Newsletters.First(n => n.Id == next.Newsletter).HoldWindow;
        var title = page.Strings.Format(earlier is null ? "plan-title" : "plan-again-title", ("newsletter", next.Name));
        return page.Render(
            200,
            "desk-issue-plan",
            title,
            new PlanModel
            {
                Title = title,
                Back = page.Addresses.Of("issues"),
                Newsletter = next.Newsletter,
                Text =
                    hold == TimeSpan.Zero
                        ? page.Strings["plan-at-once"]
                        : page.Strings.Format("plan-text", ("minutes", (int)hold.TotalMinutes)),
                Subject = earlier?.Subject ?? next.Wishes.Subject ?? "",
                LongestSubject = SubjectLine.Longest,
                Again = earlier is not null,
                Hint = page.Strings[earlier is null ? "plan-hint" : "plan-again-hint"],
                Count = articles.Count + postponed.Count,
                Articles =
                [
                    .. articles
                        .Concat(postponed)
                        .Select(
                            (slug, at) =>
                                new PlanArticle(
                                    slug,
                                    titles.GetValueOrDefault(slug, slug),
                                    at + 1,
                                    Goes: at < articles.Count
                                )
                        ),
                ],
                Version = next.Version,
                Save =
                    earlier is null && next is { Due: not null, Planning: null }
                        ? page.Strings.Format("plan-save", ("when", UpcomingWords.When(page, next)))
                        : null,
                SaveTo = page.Addresses.Of("issues/next"),
                To = page.Addresses.Of("issues/plan"),
            }
        );
    }

    /// <summary>The mail as its readers would get it, at several widths; or its text.</summary>
    /// <param name="of">An issue's id, or a newsletter's for what it would send now.</param>
    public async Task<WebPage> PreviewAsync(
        DeskVisit visit,
        string? of,
        string? kind,
        CancellationToken cancellationToken
    )
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        var answer = await previews.PreviewAsync(of ?? "", cancellationToken);
        if (answer.Refusal is { } refusal)
            return page.Refused(refusal.Reason, "issues");
        var preview = answer.Value;
        var query = "of=" + Uri.EscapeDataString(of ?? "");
        var title = page.Strings.Format("preview-title", ("title", preview.Subject));
        return page.Render(
            200,
            "desk-preview",
            title,
            new PreviewModel
            {
                Title = title,
                Back = page.Addresses.Of(
                    IssueId.TryParse(of, out var id) && id.Slot is not null ? "issues/one?issue=" + id.Value : "issues"
                ),
                Kinds =
                [
                    .. Kinds.Select(k => new DeskSection(
                        page.Strings["preview-" + k],
                        page.Addresses.Of($"issues/preview?{query}&as={k}"),
                        k == (kind == "text" ? "text" : "mail")
                    )),
                ],
                Remarks =
                [
                    .. preview
                        .Findings.Select(page.Translations.Of)
                        .Select(f => f.Fix is null ? f.Message : $"{f.Message} {f.Fix}"),
                ],
                Text = kind == "text" ? preview.Text : null,
                Frames = kind == "text" ? [] : PreviewFrame.All(page, page.Addresses.Of("issues/document?" + query)),
            }
        );
    }

    /// <summary>The mail itself, for a frame; null if there is none.</summary>
    public async Task<byte[]?> DocumentAsync(string? of, string? look, CancellationToken cancellationToken)
    {
        var answer = await previews.PreviewAsync(of ?? "", cancellationToken);
        return answer.Refusal is null ? FramedHtml.Of(answer.Value.Html, look) : null;
    }

    internal static string NameOf(DeskPage page, string newsletter) =>
        page.Site.Newsletters.FirstOrDefault(n => n.Id == newsletter)?.Name ?? newsletter;

    private async Task<Dictionary<string, string>> TitlesAsync(
        IReadOnlyList<string> slugs,
        CancellationToken cancellationToken
    )
    {
        var catalog = new CatalogStore(store);
        var entries = await Task.WhenAll(
            slugs.Where(s => Slug.TryParse(s, out _)).Select(s => catalog.FindAsync(Slug.Parse(s), cancellationToken))
        );
        return entries
            .OfType<CatalogEntry>()
            .Where(entry => entry.Status == CatalogStatus.Published)
            .ToDictionary(entry => entry.Slug, entry => entry.Title, StringComparer.Ordinal);
    }
}

/// <summary>What <c>desk-issue.hbs</c> is rendered over.</summary>
public sealed record OneIssueModel : DeskModel
{
    public required string Title { get; init; }

    public required string Newsletter { get; init; }

    public required string Back { get; init; }

    public required string Kind { get; init; }

    public required string State { get; init; }

    public required string When { get; init; }

    public required IReadOnlyList<AccountChart> Charts { get; init; }

    public string? Problem { get; init; }

    public string? Complaints { get; init; }

    /// <summary>Where it is shown when the mail arrived, and where it bounced; null before it goes.</summary>
    public string? Details { get; init; }

    /// <summary>Without an address where the article is gone.</summary>
    public required IReadOnlyList<DeskLink> Articles { get; init; }

    public required string Preview { get; init; }

    /// <summary>For an issue that was stopped for everyone: where it is planned once more. Null for others.</summary>
    public string? Again { get; init; }

    public required string Id { get; init; }

    /// <summary>Null when there is nothing left to stop.</summary>
    public string? StopTo { get; init; }

    public required string StopText { get; init; }

    public required string TestTo { get; init; }
}

/// <summary>What <c>desk-issue-plan.hbs</c> is rendered over.</summary>
public sealed record PlanModel : DeskModel
{
    public required string Title { get; init; }

    public required string Back { get; init; }

    public required string Newsletter { get; init; }

    public required string Text { get; init; }

    public required string Subject { get; init; }

    public required int LongestSubject { get; init; }

    /// <summary>True for an issue that was stopped and is planned once more.</summary>
    public required bool Again { get; init; }

    public required string Hint { get; init; }

    /// <summary>Of <see cref="Articles"/>.</summary>
    public required int Count { get; init; }

    public required IReadOnlyList<PlanArticle> Articles { get; init; }

    /// <summary>Of what is shown: nothing is planned or changed over anything else.</summary>
    public required string Version { get; init; }

    /// <summary>Text of the button that keeps all this for the schedule; null where there is nothing to keep it for.</summary>
    public string? Save { get; init; }

    public required string SaveTo { get; init; }

    /// <summary>Where an issue is planned at once.</summary>
    public required string To { get; init; }
}

/// <param name="Place">From 1.</param>
/// <param name="Goes">False: it waits for the issue after this one.</param>
public sealed record PlanArticle(string Slug, string Title, int Place, bool Goes);
