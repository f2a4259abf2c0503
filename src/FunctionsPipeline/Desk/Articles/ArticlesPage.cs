using System.Globalization;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog.Reports;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>Which drops a list shows.</summary>
/// <param name="State">One of <see cref="DropState"/> in small letters; anything else for all but the deleted.</param>
/// <param name="Search">Words that title or file name hold, compared without case.</param>
/// <param name="Page">From 1.</param>
public sealed record ArticleFilter(string? State, string? Search, string? Page);

/// <summary>The list of all drops.</summary>
public sealed class ArticlesPage(DeskPages pages, ArticleIndex index)
{
    public const int OnPage = 25;

    private const int MostSearch = 200;

    private static readonly DropState[] Filters =
    [
        DropState.Published,
        DropState.Rejected,
        DropState.Open,
        DropState.Scheduled,
        DropState.Draft,
        DropState.Removed,
    ];

    public async Task<WebPage> ShowAsync(DeskVisit visit, ArticleFilter filter, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "articles", cancellationToken);
        var list = await index.ReadAsync(cancellationToken);
        var search = (filter.Search ?? "").Trim();
        search = search.Length > MostSearch ? search[..MostSearch] : search;
        DropState? state = Filters.Select(f => (DropState?)f).FirstOrDefault(f => NameOf(f!.Value) == filter.State);
        var found = list.Drops.Where(drop => IsFound(drop, search)).ToList();
        var shown = found.Where(drop => state is null ? drop.State != DropState.Removed : drop.State == state).ToList();
        var last = Math.Max(1, (shown.Count + OnPage - 1) / OnPage);
        var number = int.TryParse(filter.Page, NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
            ? Math.Clamp(asked, 1, last)
            : 1;
        var title = page.Strings["nav-articles"];
        return page.Render(
            200,
            "desk-articles",
            title,
            new ArticlesModel
            {
                Title = title,
                Search = search,
                State = state is { } only ? NameOf(only) : null,
                To = page.Addresses.Of("articles"),
                Write = page.Addresses.Of("articles/write"),
                Upload = page.Addresses.Of("articles/upload"),
                Filters =
                [
                    new FilterLink(
                        page.Strings["drop-all"],
                        page.Number(found.Count(drop => drop.State != DropState.Removed)),
                        Address(page, null, search, 1),
                        state is null
                    ),
                    .. Filters
                        .Select(f => (State: f, Count: found.Count(drop => drop.State == f)))
                        .Where(f => f.Count > 0 || f.State == state)
                        .Select(f => new FilterLink(
                            page.Strings["drops-" + NameOf(f.State)],
                            page.Number(f.Count),
                            Address(page, f.State, search, 1),
                            f.State == state
                        )),
                ],
                Rows = [.. shown.Skip((number - 1) * OnPage).Take(OnPage).Select(drop => RowOf(page, drop))],
                Unread = list.Unread == 0 ? null : page.Counted("articles-unread", list.Unread),
                Place = page.Strings.Format(
                    "paging-place",
                    ("page", page.Number(number)),
                    ("pages", page.Number(last))
                ),
                Previous = number > 1 ? Address(page, state, search, number - 1) : null,
                Next = number < last ? Address(page, state, search, number + 1) : null,
            }
        );
    }

    internal static string NameOf(DropState state) => state.ToString().ToLowerInvariant();

    internal static ArticleRow RowOf(DeskPage page, ListedDrop drop)
    {
        var report = drop.Report;
        return new ArticleRow(
            drop.Title,
            drop.Source,
            OneArticlePage.AddressOf(page, drop.Source),
            NameOf(drop.State),
            drop.State == DropState.Scheduled && report?.PublishAt is { } at
                ? page.Strings.Format("drop-scheduled-at", ("when", page.When(at)))
                : page.Strings["drop-" + NameOf(drop.State)],
            drop.Modified is { } modified ? page.When(modified) : "",
            report is null || report.Errors + report.Warnings == 0
                ? ""
                : string.Join(
                    ", ",
                    new[]
                    {
                        report.Errors == 0 ? null : page.Counted("errors", report.Errors),
                        report.Warnings == 0 ? null : page.Counted("warnings", report.Warnings),
                    }.OfType<string>()
                ),
            string.Join(
                ", ",
                (report?.Copies ?? [])
                    .Where(copy => copy.State != CopyState.Waiting)
                    .Select(copy => page.Strings.Format(OneArticlePage.TextOf(copy.State), ("target", copy.Target)))
            )
        );
    }

    private static bool IsFound(ListedDrop drop, string search) =>
        search
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(word =>
                drop.Source.Contains(word, StringComparison.OrdinalIgnoreCase)
                || drop.Title.Contains(word, StringComparison.CurrentCultureIgnoreCase)
            );

    private static string Address(DeskPage page, DropState? state, string search, int number)
    {
        var query = new List<string>();
        if (state is { } only)
            query.Add("state=" + NameOf(only));
        if (search.Length > 0)
            query.Add("search=" + Uri.EscapeDataString(search));
        if (number > 1)
            query.Add(string.Create(CultureInfo.InvariantCulture, $"page={number}"));
        return page.Addresses.Of("articles") + (query.Count == 0 ? "" : "?" + string.Join('&', query));
    }
}

/// <summary>What <c>desk-articles.hbs</c> is rendered over.</summary>
public sealed record ArticlesModel : DeskModel
{
    public required string Title { get; init; }

    public required string Search { get; init; }

    /// <summary>Null for all.</summary>
    public string? State { get; init; }

    public required string To { get; init; }

    public required string Write { get; init; }

    public required string Upload { get; init; }

    public required IReadOnlyList<FilterLink> Filters { get; init; }

    public required IReadOnlyList<ArticleRow> Rows { get; init; }

    public string? Unread { get; init; }

    public required string Place { get; init; }

    public string? Previous { get; init; }

    public string? Next { get; init; }
}

public sealed record FilterLink(string Text, string Count, string Href, bool Current);

/// <param name="Kind">CSS class of the state.</param>
public sealed record ArticleRow(
    string Title,
    string Source,
    string Href,
    string Kind,
    string State,
    string Changed,
    string Findings,
    string Copies
);
