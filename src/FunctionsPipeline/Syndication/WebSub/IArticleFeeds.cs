using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Syndication.WebSub;

/// <summary>Which feeds contain an article.</summary>
public interface IArticleFeeds
{
    /// <returns>Absolute addresses, each once.</returns>
    IEnumerable<Uri> Of(CatalogEntry article, SiteSettings settings);
}
