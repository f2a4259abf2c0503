using FunctionsPipeline.Branding;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Subscribers.Export;

namespace FunctionsPipeline.Desk.Readers;

/// <summary>Readers in numbers, and the ways to one of them.</summary>
public sealed class ReadersPage(DeskPages pages, WeeklyCounts counts, SubscriberExport export, DeskHistory history)
{
    public async Task<WebPage> ShowAsync(DeskVisit visit, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "readers", cancellationToken);
        var found = await counts.ReadAsync(cancellationToken);
        var title = page.Strings["nav-readers"];
        return page.Render(
            200,
            "desk-readers",
            title,
            new ReadersModel
            {
                Title = title,
                Counted = found.CountedOn is { } day
                    ? page.Strings.Format("readers-counted", ("day", day.ToString("d MMMM yyyy", page.Culture)))
                    : page.Strings["readers-not-counted"],
                Totals = found.Totals is { } totals
                    ?
                    [
                        new DeskFact(page.Strings["readers-active"], page.Number(totals.Active)),
                        new DeskFact(page.Strings["readers-pending"], page.Number(totals.Pending)),
                        new DeskFact(page.Strings["readers-left"], page.Number(totals.Unsubscribed)),
                        new DeskFact(page.Strings["readers-suppressed"], page.Number(totals.Suppressed)),
                    ]
                    : [],
                Newsletters =
                [
                    .. page.Site.Newsletters.Select(newsletter => new DeskFact(
                        newsletter.Name,
                        found.Totals is null
                            ? "–"
                            : page.Number(found.Totals.ByNewsletter.GetValueOrDefault(newsletter.Id))
                    )),
                ],
                Lists = [.. page.Site.Newsletters.Select(n => new DeskLink(n.Name, n.Id))],
                Weeks = [.. WeekChart.Of(page, found.Weeks)],
                FindTo = page.Addresses.Of("readers/find"),
                ExportTo = page.Addresses.Of("readers/export"),
                Import = page.Addresses.Of("readers/import"),
            }
        );
    }

    /// <summary>Writes all readers, or one newsletter's, as CSV.</summary>
    /// <param name="newsletter">Null for all.</param>
    public async Task<Func<Stream, Task>?> ExportAsync(
        DeskVisit visit,
        string? newsletter,
        CancellationToken cancellationToken
    )
    {
        if (await export.RefusalAsync(newsletter, cancellationToken) is not null)
            return null;
        await history.AddAsync(visit.Who, new DeskAct("readers-exported", newsletter), cancellationToken);
        return output => export.WriteAsync(newsletter, output, cancellationToken);
    }

    public async Task<WebPage> NotFoundAsync(DeskVisit visit, CancellationToken cancellationToken) =>
        (await pages.BeginAsync(visit, "readers", cancellationToken)).Message(404, "not-found");
}

/// <summary>What <c>desk-readers.hbs</c> is rendered over.</summary>
public sealed record ReadersModel : DeskModel
{
    public required string Title { get; init; }

    public required string Counted { get; init; }

    public required IReadOnlyList<DeskFact> Totals { get; init; }

    public required IReadOnlyList<DeskFact> Newsletters { get; init; }

    /// <summary>For the export: name and id.</summary>
    public required IReadOnlyList<DeskLink> Lists { get; init; }

    public required IReadOnlyList<WeekChart> Weeks { get; init; }

    public required string FindTo { get; init; }

    public required string ExportTo { get; init; }

    public required string Import { get; init; }
}

/// <summary>One week as a row of the table and a group of bars.</summary>
public sealed record WeekChart(
    string Week,
    string Joined,
    string Confirmed,
    string Imported,
    string Left,
    string Bounced,
    IReadOnlyList<WeekBar> Bars
)
{
    public const int Height = 160;
    private const int GroupWidth = 50;
    private const int BarWidth = 10;

    public static IEnumerable<WeekChart> Of(DeskPage page, IReadOnlyList<ReaderWeek> weeks)
    {
        var most = Math.Max(
            1,
            weeks.Max(w =>
                new[] { w.Happened.Confirmed, w.Happened.Imported, w.Happened.Left, w.Happened.Bounced }.Max()
            )
        );
        foreach (var (at, week) in weeks.Index())
        {
            var (happened, left) = (week.Happened, at * GroupWidth);
            (int Count, string Kind)[] bars =
            [
                (happened.Confirmed, "good"),
                (happened.Imported, "plain"),
                (happened.Left, "warn"),
                (happened.Bounced, "bad"),
            ];
            yield return new WeekChart(
                week.Monday.ToString("d MMM", page.Culture),
                page.Number(happened.Joined),
                page.Number(happened.Confirmed),
                page.Number(happened.Imported),
                page.Number(happened.Left),
                page.Number(happened.Bounced),
                [
                    .. bars.Select(
                        (bar, i) =>
                        {
                            // What is not nothing is seen.
                            var height =
                                bar.Count == 0 ? 0 : Math.Max(2, (int)Math.Round(Height * (bar.Count / (double)most)));
                            return new WeekBar(bar.Kind, left + (i * BarWidth), Height - height, BarWidth - 1, height);
                        }
                    ),
                ]
            );
        }
    }

    /// <summary>Where the name of the week stands.</summary>
    public int LabelLeft => (Bars.Count == 0 ? 0 : Bars[0].Left) + 20;
}

/// <param name="Kind">CSS class.</param>
public sealed record WeekBar(string Kind, int Left, int Top, int Width, int Height);
