using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Articles.Page;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Rendering;

/// <summary>Everything that is made of an article, in memory.</summary>
/// <param name="Page">The whole page, UTF-8.</param>
/// <param name="Content">The text alone as HTML, for feeds and cross-posts.</param>
/// <param name="Cover">The picture at the top; null for none.</param>
/// <param name="Findings">What was left out on the way, for the article's report.</param>
public sealed record RenderedArticle(
    ReadOnlyMemory<byte> Page,
    Utf8Text Content,
    ArticleDigest Digest,
    CoverImage? Cover,
    IReadOnlyList<Finding> Findings
)
{
    /// <summary>Renders an article whose links are resolved.</summary>
    public static RenderedArticle Render(Article article, RenderContext context)
    {
        var findings = new List<Finding>();
        using var buffer = TextBuffer.Rent();
        var content = PageBody.Render(
            article.Document,
            context.Strings,
            SiteAddress.Of(context.Settings, article.Slug),
            context.Image is not null,
            buffer
        );
        var body = buffer.ToString();
        buffer.Length = 0;
        ArticlePage.Render(article, body, context, buffer);
        return new RenderedArticle(
            buffer.ToUtf8(),
            content,
            DigestRenderer.Render(article, context, findings),
            context.Image,
            findings
        );
    }
}
