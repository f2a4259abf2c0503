using FunctionsPipeline.Site.Index;

namespace FunctionsPipeline.Site.Pages;

/// <summary>The newest articles and the topics that have most.</summary>
internal static class FrontPage
{
    public const string File = "index.html";
    public const int Articles = 20;
    public const int Topics = 24;

    public static string Render(
        SiteView view,
        IEnumerable<ListedArticle> newestFirst,
        IEnumerable<ListedTerm> topTags,
        bool hasIssues
    ) =>
        view.Render(
            "front",
            new
            {
                Shell = view.Frame(null, "", view.Settings.Tagline),
                Strings = view.Strings.All,
                Items = newestFirst.Take(Articles).Select(view.Card).ToList(),
                Topics = topTags.Take(Topics).Select(t => DirectoryPages.Link(view, TermKind.Tags, t)).ToList(),
                ArchiveUrl = view.Url("archive/"),
                IssuesUrl = hasIssues ? view.Url(PastIssuesPage.Folder) : null,
                SearchUrl = view.Url("search/"),
            }
        );
}
