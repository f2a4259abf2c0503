using FunctionsPipeline.Articles;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Syndication.WebSub;

/// <summary>Which feeds tell of an article. Known to anyone who writes them.</summary>
public interface IArticleFeeds
{
    /// <returns>Absolute addresses, each once.</returns>
    IEnumerable<Uri> Of(CatalogEntry article, SiteSettings settings);
}
