using FunctionsPipeline.Articles;
using FunctionsPipeline.Site.Index;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>One article that the site has to tell of.</summary>
/// <param name="Entry">Its catalog entry; null if there is none.</param>
/// <param name="Live">What lists show of it; null if it is not, or no longer, on the site.</param>
/// <param name="Before">Where it may be in the lists now.</param>
/// <param name="After">Where it belongs; null with <paramref name="Live"/>.</param>
internal sealed record ArticleChange(
    Slug Slug, CatalogEntry? Entry, ListedArticle? Live, IReadOnlyList<Placement> Before, Placement? After)
{
    /// <summary>False if every list shows it as it is already.</summary>
    public bool IsNews => Live is null ? Before.Count > 0 : Before is not [var only] || only.Hash != After!.Hash;
}
