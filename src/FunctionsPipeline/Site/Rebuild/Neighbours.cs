using System.Text;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Storage;
using NeighboursSlot = FunctionsPipeline.Articles.Page.NeighboursSlot;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>
/// Links each article's page to the articles before and after it. A page costs a read, and a write if its neighbours are
/// others now; one more article touches three pages, on any site.
/// </summary>
internal sealed class Neighbours(IBlobStore store, SiteView view)
{
    /// <summary>Call after every list shows the changes: each page that is linked to is live.</summary>
    /// <param name="all">The list of all articles, as it is now.</param>
    public async Task UpdateAsync(
        PagedList<ListedArticle> all,
        IReadOnlyList<ArticleChange> changes,
        CancellationToken cancellationToken
    )
    {
        var pages = new Dictionary<string, ListedArticle>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (change.Live is { } live)
                pages[live.Slug] = live;
            if (!change.IsNews)
                continue;
            // Also around the places that it has left.
            foreach (
                var key in change
                    .Before.Select(placed => placed.Key)
                    .Append(change.Live?.Key)
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal)
            )
            {
                var (older, newer) = await all.AroundAsync(key, cancellationToken);
                foreach (var touched in new[] { older, newer }.OfType<ListedArticle>())
                    pages[touched.Slug] = touched;
            }
        }
        // The list reads its pages as it goes, which is not for many at a time; the site's pages are.
        var around = new List<(ListedArticle Article, ListedArticle? Older, ListedArticle? Newer)>(pages.Count);
        foreach (var article in pages.Values)
        {
            var (older, newer) = await all.AroundAsync(article.Key, cancellationToken);
            around.Add((article, older, newer));
        }
        await Parallel.ForEachAsync(
            around,
            Concurrency.Storage(cancellationToken),
            async (page, token) => await LinkAsync(page.Article, page.Older, page.Newer, token)
        );
    }

    private async Task LinkAsync(
        ListedArticle article,
        ListedArticle? older,
        ListedArticle? newer,
        CancellationToken cancellationToken
    )
    {
        var path = new BlobPath(Containers.Web, $"{article.Path}index.html");
        if (await store.ReadAsync(path, cancellationToken) is not { } page)
            return;
        var markup = view.Render(
            "neighbours",
            new
            {
                Strings = StringTable.Load("articles", article.Language).All,
                Any = (older ?? newer) is not null,
                Older = LinkTo(older),
                Newer = LinkTo(newer),
            }
        );
        // Not over a version that was written in between: its writer has recorded a change, and it is linked then.
        if (NeighboursSlot.Fill(page.Content.Span, Encoding.UTF8.GetBytes(markup)) is { } linked)
            await store.WriteAsync(path, linked, page.Headers, WriteCondition.IfMatch(page.ETag), cancellationToken);
    }

    private PageLink? LinkTo(ListedArticle? article) =>
        article is null ? null : new PageLink(article.Title, view.Url(article.Path));
}
