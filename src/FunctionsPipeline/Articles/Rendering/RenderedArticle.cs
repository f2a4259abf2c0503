using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Articles.Page;
using FunctionsPipeline.Articles.Reading;

namespace FunctionsPipeline.Articles.Rendering;

/// <summary>Everything that is made of an article, in memory.</summary>
/// <param name="Page">The whole page.</param>
/// <param name="Content">The text alone, for feeds and cross-posts.</param>
public sealed record RenderedArticle(string Page, string Content, ArticleDigest Digest)
{
    /// <summary>Renders an article whose links are resolved.</summary>
    public static RenderedArticle Render(Article article, RenderContext context)
    {
        var content = PageBody.Render(article.Document, context.Strings);
        using var page = new StringWriter(new System.Text.StringBuilder(content.Length + 16384), System.Globalization.CultureInfo.InvariantCulture);
        ArticlePage.Render(article, content, context, page);
        return new RenderedArticle(page.ToString(), content, DigestRenderer.Render(article, context));
    }
}
