using System.Globalization;
using FunctionsPipeline.Site.Index;

namespace FunctionsPipeline.Site.Pages;

/// <summary>Where a list of articles is shown.</summary>
/// <param name="Folder">From the site's root, ending in '/'.</param>
/// <param name="Crumbs">What leads to it, from the top.</param>
/// <param name="FeedFolder">Null if it has no feeds of its own.</param>
internal sealed record ListingPlace(string Folder, string Title, IReadOnlyList<PageLink> Crumbs, string? FeedFolder)
{
    public string Index => $"{Folder}index.html";

    public string Page(int id) => string.Create(CultureInfo.InvariantCulture, $"{Folder}page/{id}/index.html");
}

/// <summary>A tag, an author or a month: the newest articles at its own address, older ones on numbered pages.</summary>
internal static class ListingPages
{
    public static string RenderIndex(SiteView view, ListingPlace place, PagedList<ListedArticle> list) =>
        Render(
            view,
            place,
            list.Open,
            place.Title,
            place.Folder,
            view.Articles(list.Count),
            OlderPath(place, list.NewestPage?.Id),
            null
        );

    public static string RenderPage(
        SiteView view,
        ListingPlace place,
        ListPage<ListedArticle> page,
        IReadOnlyList<ListedArticle> items
    ) =>
        Render(
            view,
            place,
            items,
            view.Strings.Format("older-articles", ("title", place.Title)),
            place.Page(page.Id)[..^"index.html".Length],
            null,
            OlderPath(place, page.Older),
            page.Newer is { } newer ? place.Page(newer)[..^"index.html".Length] : place.Folder
        );

    private static string? OlderPath(ListingPlace place, int? id) =>
        id is { } older ? place.Page(older)[..^"index.html".Length] : null;

    private static string Render(
        SiteView view,
        ListingPlace place,
        IReadOnlyList<ListedArticle> items,
        string title,
        string path,
        string? note,
        string? older,
        string? newer
    ) =>
        view.Render(
            "listing",
            new
            {
                Shell = view.Frame(title, path, feedFolder: place.FeedFolder),
                Strings = view.Strings.All,
                Title = title,
                place.Crumbs,
                Note = note,
                Items = items.Reverse().Select(view.Card).ToList(),
                HasPager = older is not null || newer is not null,
                OlderUrl = older is null ? null : view.Url(older),
                NewerUrl = newer is null ? null : view.Url(newer),
                Feeds = place.FeedFolder is { } feeds
                    ? new List<PageLink>
                    {
                        new("RSS", view.Url(feeds + "rss.xml")),
                        new("Atom", view.Url(feeds + "atom.xml")),
                        new("JSON", view.Url(feeds + "feed.json")),
                    }
                    : [],
            }
        );
}
