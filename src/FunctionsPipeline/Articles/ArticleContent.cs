using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Articles;

/// <summary>
/// The article's text as an HTML fragment for places that bring their own frame: feeds and cross-posts. Addresses in it are
/// absolute, it holds no title, script or style. Written by Publishing before the catalog entry.
/// </summary>
public static class ArticleContent
{
    public static BlobPath BlobOf(Slug slug) => new(Containers.Newsletter, $"content/{slug}.html");
}
