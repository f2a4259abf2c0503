using System.Text.Json.Serialization.Metadata;

namespace FunctionsPipeline.Site.Index;

/// <summary>What lists of one kind have in common.</summary>
/// <param name="PageSize">Items on a sealed page. Changing it leaves sealed pages as they are.</param>
internal sealed record PagedListKind<T>(
    int PageSize,
    JsonTypeInfo<PagedListState<T>> State,
    JsonTypeInfo<List<T>> Items
)
    where T : class, IListItem;

internal static class ListKinds
{
    /// <summary>Lists that people read: tags, authors, months.</summary>
    public static PagedListKind<ListedArticle> Articles { get; } =
        new(20, SiteJson.Compact.ArticleList, SiteJson.Compact.ListListedArticle);

    /// <summary>The list of everything, whose pages are the shards of search and sitemap.</summary>
    public static PagedListKind<ListedArticle> Everything { get; } = Articles with { PageSize = 100 };

    /// <summary>The directories of tags and authors.</summary>
    public static PagedListKind<ListedTerm> Terms { get; } =
        new(100, SiteJson.Compact.TermList, SiteJson.Compact.ListListedTerm);
}
