using FunctionsPipeline.Site.Feeds;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Site.Search;
using FunctionsPipeline.Site.Sitemap;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>Puts one list of articles on the site: its pages, its feeds, its part of search and sitemap.</summary>
internal sealed class ArticleLists(IBlobStore store, SiteWriter writer, FeedPublisher feeds, SiteView view)
{
    private const string FeedsOutput = "feeds";
    private const int SiteItems = 20;

    /// <summary>A tag's feed is one of many that carry the same text.</summary>
    private const int TagItems = 10;

    /// <summary>How far back a feed is looked for its articles, behind those that came from feeds.</summary>
    private const int MostPages = 5;

    public static PagedListKind<ListedArticle> KindOf(string list) =>
        list == ListRouter.Everything ? ListKinds.Everything : ListKinds.Articles;

    public Task<PagedList<ListedArticle>> OpenAsync(string list, CancellationToken cancellationToken) =>
        PagedList<ListedArticle>.OpenAsync(store, list, KindOf(list), cancellationToken);

    /// <summary>
    /// Writes what is stale, and saves the list. An empty list is left alone but for feeds that must stay.
    /// </summary>
    /// <param name="everything">Look at every file, not only at those whose articles have changed.</param>
    public async Task PublishAsync(PagedList<ListedArticle> list, bool everything, CancellationToken cancellationToken)
    {
        var before = Fingerprint(list);
        var (kind, name) = Split(list.Name);
        if (kind == ListRouter.Everything)
            await EverythingAsync(list, everything, cancellationToken);
        else if (kind == ListRouter.Newsletters)
            await NewsletterAsync(list, name, cancellationToken);
        else if (list.Count > 0)
            await ListingAsync(list, PlaceOf(list), everything, cancellationToken);
        if (list.IsChanged || !list.IsStored || Fingerprint(list) != before)
            await list.SaveAsync(cancellationToken);
    }

    /// <summary>Deletes what shows articles no longer, once nothing links to it.</summary>
    public async Task CleanAsync(PagedList<ListedArticle> list, CancellationToken cancellationToken)
    {
        var (kind, _) = Split(list.Name);
        var place = kind is ListRouter.Everything or ListRouter.Newsletters ? null : PlaceOf(list);
        foreach (var page in list.EmptyPages)
        {
            foreach (
                var file in place is null
                    ? [SearchIndex.FileOf(SearchIndex.Part(page.Id)), SitemapFiles.Part(page.Id)]
                    : (string[])[place.Page(page.Id)]
            )
                await writer.DeleteAsync(file, cancellationToken);
        }
        if (list.Count == 0 && place is not null)
        {
            await writer.DeleteAsync(place.Index, cancellationToken);
            if (place.FeedFolder is not null)
                await feeds.DeleteAsync(place.FeedFolder, cancellationToken);
            await list.DeleteAsync(cancellationToken);
        }
        else
        {
            await list.DropEmptyPagesAsync(cancellationToken);
        }
    }

    private async Task ListingAsync(
        PagedList<ListedArticle> list,
        ListingPlace place,
        bool everything,
        CancellationToken cancellationToken
    )
    {
        // New pages before those that lead to them.
        foreach (var page in list.Pages.Where(p => everything || p.IsStale).OrderBy(p => p.Hash is not null).ToList())
        {
            var html = ListingPages.RenderPage(view, place, page, await list.ItemsAsync(page, cancellationToken));
            page.Hash = await writer.WriteAsync(
                place.Page(page.Id),
                html,
                SiteHeaders.Page,
                page.Hash,
                cancellationToken
            );
        }
        await WriteAsync(list, place.Index, ListingPages.RenderIndex(view, place, list), cancellationToken);
        if (place.FeedFolder is { } folder)
        {
            var description = view.Strings.Format(
                "feed-description-tag",
                ("tag", place.Title),
                ("name", view.Settings.Name)
            );
            await FeedAsync(
                list,
                new FeedPlace(folder, place.Folder, $"{place.Title} · {view.Settings.Name}", description),
                TagItems,
                cancellationToken
            );
        }
    }

    private Task NewsletterAsync(PagedList<ListedArticle> list, string id, CancellationToken cancellationToken)
    {
        // A newsletter that was taken out of the settings keeps its last feed: feed readers still ask for it.
        if (view.Settings.Newsletters.FirstOrDefault(n => n.Id == id) is not { } newsletter)
            return Task.CompletedTask;
        var place = new FeedPlace(
            SiteAddresses.NewsletterFeeds(id),
            "",
            $"{newsletter.Name} · {view.Settings.Name}",
            newsletter.Description ?? view.Strings.Format("feed-description", ("name", view.Settings.Name))
        );
        return FeedAsync(list, place, SiteItems, cancellationToken);
    }

    private async Task EverythingAsync(
        PagedList<ListedArticle> list,
        bool everything,
        CancellationToken cancellationToken
    )
    {
        var settings = view.Settings;
        foreach (var page in list.Pages.Where(p => everything || p.IsStale).ToList())
        {
            var items = await list.ItemsAsync(page, cancellationToken);
            var known = page.Hash?.Split('.');
            var part = await writer.WriteAsync(
                SearchIndex.FileOf(SearchIndex.Part(page.Id)),
                SearchIndex.WritePart(settings, items),
                SiteHeaders.SearchPart,
                known?[0],
                cancellationToken
            );
            var map = await writer.WriteAsync(
                SitemapFiles.Part(page.Id),
                SitemapFiles.WritePart(settings, items),
                SiteHeaders.Sitemap,
                known?[1],
                cancellationToken
            );
            page.Hash = $"{part}.{map}";
        }
        await WriteAsync(
            list,
            SearchIndex.FileOf(SearchIndex.OpenPart),
            SearchIndex.WritePart(settings, list.Open),
            SiteHeaders.SearchPart,
            cancellationToken
        );
        await WriteAsync(
            list,
            SitemapFiles.Open,
            SitemapFiles.WritePart(settings, list.Open),
            SiteHeaders.Sitemap,
            cancellationToken
        );
        var parts = list
            .Pages.Reverse()
            .Select(p => (SearchIndex.Part(p.Id), p.Hash!.Split('.')[0]))
            .Prepend((SearchIndex.OpenPart, list.OutputHash(SearchIndex.FileOf(SearchIndex.OpenPart))!));
        await WriteAsync(
            list,
            SearchIndex.IndexFile,
            SearchIndex.WriteIndex(parts),
            SiteHeaders.SearchIndex,
            cancellationToken
        );
        await WriteAsync(
            list,
            SitemapFiles.Site,
            SitemapFiles.WriteSite(settings),
            SiteHeaders.Sitemap,
            cancellationToken
        );
        var maps = list.Pages.Select(p => SitemapFiles.Part(p.Id)).Append(SitemapFiles.Open).Prepend(SitemapFiles.Site);
        await WriteAsync(
            list,
            SitemapFiles.Index,
            SitemapFiles.WriteIndex(settings, maps),
            SiteHeaders.Sitemap,
            cancellationToken
        );
        await FeedAsync(
            list,
            new FeedPlace(
                SiteAddresses.Feeds,
                "",
                settings.Name,
                settings.Tagline ?? view.Strings.Format("feed-description", ("name", settings.Name))
            ),
            SiteItems,
            cancellationToken
        );
    }

    private async Task FeedAsync(
        PagedList<ListedArticle> list,
        FeedPlace place,
        int items,
        CancellationToken cancellationToken
    ) =>
        list.SetOutputHash(
            FeedsOutput,
            await feeds.PublishAsync(
                place,
                await NewestAsync(list, items, cancellationToken),
                list.OutputHash(FeedsOutput),
                cancellationToken
            )
        );

    /// <summary>The newest first, without what came from feeds.</summary>
    private static async Task<List<ListedArticle>> NewestAsync(
        PagedList<ListedArticle> list,
        int items,
        CancellationToken cancellationToken
    )
    {
        var newest = list.Open.Where(a => !a.IsFromFeed).TakeLast(items).Reverse().ToList();
        // A source of many entries takes the room of others.
        if (newest.Count == items || !list.Open.Any(a => a.IsFromFeed))
            return newest;
        foreach (var page in list.Pages.Reverse().Take(MostPages))
        {
            var older = await list.ItemsAsync(page, cancellationToken);
            newest.AddRange(older.Where(a => !a.IsFromFeed).Reverse().Take(items - newest.Count));
            if (newest.Count == items)
                break;
        }
        return newest;
    }

    private Task WriteAsync(
        PagedList<ListedArticle> list,
        string file,
        string html,
        CancellationToken cancellationToken
    ) => WriteAsync(list, file, System.Text.Encoding.UTF8.GetBytes(html), SiteHeaders.Page, cancellationToken);

    private async Task WriteAsync(
        PagedList<ListedArticle> list,
        string file,
        byte[] content,
        BlobHeaders headers,
        CancellationToken cancellationToken
    ) =>
        list.SetOutputHash(
            file,
            await writer.WriteAsync(file, content, headers, list.OutputHash(file), cancellationToken)
        );

    private ListingPlace PlaceOf(PagedList<ListedArticle> list)
    {
        var (kind, name) = Split(list.Name);
        if (kind == ListRouter.Months)
            return ArchivePages.Month(view, name);
        var terms = TermKind.All.Single(k => k.Folder == kind);
        return new ListingPlace(
            terms.PathOf(name),
            list.Title ?? name,
            [new(view.Strings[terms.TitleKey], view.Url($"{terms.Folder}/"))],
            terms == TermKind.Tags ? SiteAddresses.TagFeeds(name) : null
        );
    }

    private static (string Kind, string Name) Split(string list) =>
        list.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
            ? (list[..slash], list[(slash + 1)..])
            : (list, "");

    private static string Fingerprint(PagedList<ListedArticle> list) =>
        string.Join('\n', [.. list.Pages.Select(p => p.Hash), .. list.Outputs.Select(o => o + list.OutputHash(o))]);
}
