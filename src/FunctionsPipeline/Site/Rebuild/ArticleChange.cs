using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Site.Index;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>One article whose change the site has to show.</summary>
/// <param name="Entry">Its catalog entry; null if there is none.</param>
/// <param name="Live">What lists show of it; null if it is not, or no longer, on the site.</param>
/// <param name="Placed">Where the last rebuild that finished has put it; null if nowhere.</param>
/// <param name="Tried">Where rebuilds that did not finish may have put it as well.</param>
/// <param name="After">Where it belongs; null with <paramref name="Live"/>.</param>
internal sealed record ArticleChange(
    Slug Slug,
    CatalogEntry? Entry,
    ListedArticle? Live,
    Placement? Placed,
    IReadOnlyList<Placement> Tried,
    Placement? After
)
{
    /// <summary>Everywhere that it may be now.</summary>
    public IEnumerable<Placement> Before => Placed is null ? Tried : Tried.Prepend(Placed);

    /// <summary>False if every list shows it as it is already.</summary>
    public bool IsNews => Tried.Count > 0 || Placed?.Hash != After?.Hash;

    /// <summary>False if the pages of other articles lead to it as they did before: a new text changes no link.</summary>
    public bool IsNewsToOthers => IsNews && (Tried.Count > 0 || Placed?.Link is null || Placed.Link != After?.Link);
}
