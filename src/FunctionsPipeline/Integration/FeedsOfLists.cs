using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Syndication.WebSub;

namespace FunctionsPipeline.Integration;

/// <summary>The feeds of the lists that an article is in.</summary>
internal sealed class FeedsOfLists : IArticleFeeds
{
    public IEnumerable<Uri> Of(CatalogEntry article, SiteSettings settings) =>
        new ListRouter(settings)
            .Place(article, ListedArticle.From(article))
            .Lists.Select(FolderOf)
            .OfType<string>()
            .SelectMany(folder => SiteAddresses.FeedsOf(settings, folder, "").Select(feed => new Uri(feed.Href)));

    private static string? FolderOf(string list)
    {
        if (list == ListRouter.Everything)
            return SiteAddresses.Feeds;
        if (list.StartsWith(TermKind.Tags.Folder + "/", StringComparison.Ordinal))
            return SiteAddresses.TagFeeds(list[(TermKind.Tags.Folder.Length + 1)..]);
        return list.StartsWith(ListRouter.Newsletters + "/", StringComparison.Ordinal)
            ? SiteAddresses.NewsletterFeeds(list[(ListRouter.Newsletters.Length + 1)..])
            : null;
    }
}
