using System.Text;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Storage;
using NeighboursSlot = FunctionsPipeline.Articles.Page.NeighboursSlot;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>
/// Links each article's page to the articles before and after it and to some on its topics. A page costs a read, and a write
/// if it leads elsewhere now; one more article touches as many pages on any site.
/// </summary>
internal sealed class Neighbours(IBlobStore store, SiteView view)
{
    /// <summary>Call after every list shows the changes: each page that is linked to is live.</summary>
    public async Task UpdateAsync(
        ListsAtHand lists,
        IReadOnlyList<ArticleChange> changes,
        CancellationToken cancellationToken
    )
    {
        await lists.ReadAsync([ListRouter.Everything], cancellationToken);
        var pages = await TouchedAsync(lists, changes, cancellationToken);
        await lists.ReadAsync(pages.SelectMany(RelatedArticles.ListsOf), cancellationToken);
        // A list reads its pages as it goes, which is not for many at a time; the site's pages are.
        var links = new List<PageLinks>(pages.Count);
        foreach (var page in pages)
            links.Add(await AroundAsync(lists, page, cancellationToken));
        await Parallel.ForEachAsync(
            links,
            Concurrency.Storage(cancellationToken),
            async (page, token) => await LinkAsync(page, token)
        );
    }

    /// <summary>The articles that were written again, and those whose pages lead, or led, to one that has changed.</summary>
    private static async Task<IReadOnlyCollection<ListedArticle>> TouchedAsync(
        ListsAtHand lists,
        IReadOnlyList<ArticleChange> changes,
        CancellationToken cancellationToken
    )
    {
        var pages = new Dictionary<string, ListedArticle>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (change.Live is { } live)
                pages[live.Slug] = live;
            if (!change.IsNewsToOthers)
                continue;
            // Also around the places that it has left.
            foreach (
                var (list, key) in change
                    .Before.Append(change.After)
                    .OfType<Placement>()
                    .SelectMany(placed => placed.Lists.Select(list => (list, placed.Key)))
                    .Distinct()
            )
            {
                // Whom it stands before may lead to it as to an older one, and the other way round.
                var (before, after) =
                    list == ListRouter.Everything ? (1, 1)
                    : TermKind.Tags.Owns(list) ? (RelatedArticles.Newer, RelatedArticles.Older)
                    : (0, 0);
                if (before + after == 0)
                    continue;
                var (older, newer) = await lists[list].AroundAsync(key, before, after, cancellationToken);
                foreach (var touched in older.Concat(newer))
                    pages[touched.Slug] = touched;
            }
        }
        return pages.Values;
    }

    private static async Task<PageLinks> AroundAsync(
        ListsAtHand lists,
        ListedArticle article,
        CancellationToken cancellationToken
    )
    {
        var (older, newer) = await lists[ListRouter.Everything].AroundAsync(article.Key, cancellationToken);
        var near = new List<ListedArticle>();
        foreach (var list in RelatedArticles.ListsOf(article))
        {
            var (before, after) = await lists[list]
                .AroundAsync(article.Key, RelatedArticles.Older, RelatedArticles.Newer, cancellationToken);
            near.AddRange(before.Concat(after));
        }
        return new PageLinks(article, older, newer, RelatedArticles.Choose(article, near, older, newer));
    }

    private async Task LinkAsync(PageLinks links, CancellationToken cancellationToken)
    {
        var path = new BlobPath(Containers.Web, $"{links.Article.Path}index.html");
        if (await store.ReadAsync(path, cancellationToken) is not { } page)
            return;
        var strings = StringTable.Load("articles", links.Article.Language).All;
        var markup =
            view.Render("related", new { Strings = strings, Related = links.Related.Select(LinkTo).ToList() })
            + view.Render(
                "neighbours",
                new
                {
                    Strings = strings,
                    Any = (links.Older ?? links.Newer) is not null,
                    Older = LinkTo(links.Older),
                    Newer = LinkTo(links.Newer),
                }
            );
        // Not over a version that was written in between: its writer has recorded a change, and it is linked then.
        if (NeighboursSlot.Fill(page.Content.Span, Encoding.UTF8.GetBytes(markup)) is { } linked)
            await store.WriteAsync(path, linked, page.Headers, WriteCondition.IfMatch(page.ETag), cancellationToken);
    }

    private PageLink? LinkTo(ListedArticle? article)
    {
        if (article is null)
            return null;
        var culture = Cultures.Of(article.Language);
        // The day that its own page shows.
        return new PageLink(
            article.Title,
            view.Url(article.Path),
            article.Date.ToString(Cultures.LongDate(culture), culture)
        );
    }

    /// <summary>Where one page leads.</summary>
    private sealed record PageLinks(
        ListedArticle Article,
        ListedArticle? Older,
        ListedArticle? Newer,
        IReadOnlyList<ListedArticle> Related
    );
}
