using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Lint;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Articles.Report;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Articles;

/// <summary>What one file would become, made in memory without any storage: pictures and articles that it refers to are taken to be there.</summary>
/// <param name="Rendered">Null if the file is rejected.</param>
/// <param name="ReportHtml">The report for people, UTF-8.</param>
public sealed record ArticleProof(RenderedArticle? Rendered, ArticleReport Report, ReadOnlyMemory<byte> ReportHtml)
{
    /// <summary>Reads, lints and renders a file.</summary>
    /// <param name="now">For what depends on the day, e.g. a review date that has passed.</param>
    public static ArticleProof Print(ArticleSource source, SiteSettings settings, ITheme theme, DateTimeOffset now)
    {
        var reading = ArticleReader.Read(source, settings);
        var findings = new List<Finding>(reading.Findings);
        RenderedArticle? rendered = null;
        if (reading.Article is { } article)
        {
            Linter.Check(article, settings, now, findings);
            rendered = Render(article, source.Name, settings, theme, findings);
        }
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
        var cover = links.Resolve(
            links.Images.ToDictionary(
                i => i,
                i => new PublishedImage(new Uri(settings.Url, $"{article.Slug}/{Uri.EscapeDataString(i)}").AbsoluteUri),
                StringComparer.Ordinal
            ),
            links.Sources.ToDictionary(s => s, s => SlugWriter.From(ArticleName.StemOf(s)), StringComparer.Ordinal),
            findings
        );
        var rendered = RenderedArticle.Render(
            article,
            RenderContext.For(settings, theme, article.Language) with
            {
                Image = cover,
            }
        );
        findings.AddRange(rendered.Findings);
        return rendered;
    }
}
