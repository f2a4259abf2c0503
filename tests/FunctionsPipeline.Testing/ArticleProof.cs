using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Testing;

/// <summary>
/// What one file becomes, made in memory by the steps that publishing takes: pictures and articles that it refers to
/// are taken to be there.
/// </summary>
/// <param name="Rendered">Null if the file is rejected.</param>
/// <param name="ReportHtml">The report for people, UTF-8.</param>
public sealed record ArticleProof(RenderedArticle? Rendered, ArticleReport Report, ReadOnlyMemory<byte> ReportHtml)
{
    /// <summary>Reads, lints and renders a file.</summary>
    /// <param name="now">For what depends on the day, e.g. a review date that has passed.</param>
    public static ArticleProof Print(ArticleSource source, SiteSettings settings, ITheme theme, DateTimeOffset now)
    {
        var findings = new List<Finding>();
        var reading = ArticlePrinter.Read(source, settings, now, findings);
        var rendered = reading.Article is { } article ? Render(article, source.Name, settings, theme, findings) : null;
        var report = new ArticleReport
        {
            Source = source.Name,
            SourceETag = "",
            Status = rendered is null ? ReportStatus.Rejected : ReportStatus.Published,
            Title = reading.Article?.Title,
            Slug = reading.Article?.Slug.Value,
            Link = rendered?.Digest.Url,
            Words = reading.Article?.Words ?? 0,
            Inferred = reading.Inferred,
            Findings = FindingOrder.Of(findings),
            ExplicitMarkdown = reading.ExplicitMarkdown,
        };
        return new ArticleProof(rendered, report, ReportPage.Render(report, settings, theme));
    }

    private static RenderedArticle Render(
        Article article,
        string source,
        SiteSettings settings,
        ITheme theme,
        List<Finding> findings
    )
    {
        var links = ArticleLinks.Of(article, source, settings.Url);
        var found = new FoundLinks(
            links.Images.ToDictionary(
                i => i,
                i => new PublishedImage(new Uri(settings.Url, $"{article.Slug}/{Uri.EscapeDataString(i)}").AbsoluteUri),
                StringComparer.Ordinal
            ),
            links.Sources.ToDictionary(s => s, s => SlugWriter.From(ArticleName.StemOf(s)), StringComparer.Ordinal)
        );
        return ArticlePrinter.Render(
            article,
            links,
            found,
            RenderContext.For(settings, theme, article.Language),
            findings
        );
    }
}
