using System.Globalization;

namespace FunctionsPipeline.Site.Pages;

/// <summary>Years and their months, with how many articles each has.</summary>
internal static class ArchivePages
{
    public const string Index = "archive/index.html";

    public static string Year(int year) =>
        string.Create(CultureInfo.InvariantCulture, $"archive/{year:0000}/index.html");

    /// <param name="months">Live articles by month, <c>2026-03</c>.</param>
    public static string RenderIndex(SiteView view, IReadOnlyDictionary<string, int> months) =>
        view.Render(
            "archive",
            new
            {
                Shell = view.Frame(view.Strings["archive"], "archive/"),
                Strings = view.Strings.All,
                Title = view.Strings["archive"],
                Note = view.Articles(months.Values.Sum()),
                Years = Years(view, months).ToList(),
                IssuesUrl = view.Url(PastIssuesPage.Folder),
            }
        );

    public static string RenderYear(SiteView view, int year, IReadOnlyDictionary<string, int> months) =>
        view.Render(
            "archive",
            new
            {
                Shell = view.Frame(Text(year), Year(year)[..^"index.html".Length]),
                Strings = view.Strings.All,
                Title = Text(year),
                Crumbs = new List<PageLink> { new(view.Strings["archive"], view.Url("archive/")) },
                Years = Years(view, months)
                    .Where(y => y.Year == Text(year))
                    .Select(y => y with { Href = null, Heading = view.Strings["months"] })
                    .ToList(),
            }
        );

    /// <summary>A month's list, by its key <c>2026-03</c>.</summary>
    public static ListingPlace Month(SiteView view, string month)
    {
        var (year, number) = Parse(month);
        return new ListingPlace(
            $"archive/{month.Replace('-', '/')}/",
            DateText.Month(year, number, view.Settings.Language),
            [new(view.Strings["archive"], view.Url("archive/")), new(Text(year), view.Url($"archive/{Text(year)}/"))],
            null
        );
    }

    public static int YearOf(string month) => Parse(month).Year;

    private static IEnumerable<YearView> Years(SiteView view, IReadOnlyDictionary<string, int> months) =>
        months
            .GroupBy(m => Parse(m.Key).Year)
            .OrderByDescending(y => y.Key)
            .Select(y => new YearView
            {
                Year = Text(y.Key),
                Href = view.Url($"archive/{Text(y.Key)}/"),
                Months =
                [
                    .. y.OrderByDescending(m => m.Key, StringComparer.Ordinal)
                        .Select(m => new PageLink(
                            DateText.MonthName(Parse(m.Key).Month, view.Settings.Language),
                            view.Url($"archive/{m.Key.Replace('-', '/')}/"),
                            view.Articles(m.Value)
                        )),
                ],
            });

    private static (int Year, int Month) Parse(string month) =>
        (
            int.Parse(month.AsSpan(0, 4), CultureInfo.InvariantCulture),
            int.Parse(month.AsSpan(5), CultureInfo.InvariantCulture)
        );

    private static string Text(int year) => year.ToString("0000", CultureInfo.InvariantCulture);

    internal sealed record YearView
    {
        public required string Year { get; init; }

        public string? Href { get; init; }

        public string? Heading { get; init; }

        public IReadOnlyList<PageLink> Months { get; init; } = [];
    }
}
