using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Preview;

/// <summary>One article as page, mail and text, also while its author keeps it off the site.</summary>
internal sealed class PreviewArticle(PreviewSite site, TimeProvider time)
{
    /// <summary>Where the preview serves files of the folder.</summary>
    public const string Files = "_preview/files/";

    /// <returns>Null for a file that is gone or has a mistake.</returns>
    public async Task<RenderedArticle?> RenderAsync(string source, CancellationToken cancellationToken)
    {
        if (await site.Store.ReadAsync(new BlobPath(Containers.Articles, source), cancellationToken) is not { } file)
            return null;
        var settings = site.Look.Settings;
        var report = site.Reports.GetValueOrDefault(source);
        var reading = ArticlePrinter.Read(
            new ArticleSource(
                source,
                file.Content,
                file.LastModified,
                Slug.TryParse(report?.Slug, out var kept) ? kept : null
            ),
            settings,
            time.GetUtcNow(),
            []
        );
        if (reading.Article is not { } article)
            return null;
        var links = ArticleLinks.Of(article, source, settings.Url);
        var there = site.Store.Articles?.Files;
        return ArticlePrinter.Render(
            article,
            links,
            new FoundLinks(
                links
                    .Images.Where(i => there?.ContainsKey(i) == true)
                    .ToDictionary(i => i, i => new PublishedImage(AddressOf(settings.Url, i)), StringComparer.Ordinal),
                links
                    .Sources.Select(s => (Source: s, Found: Slug.TryParse(SlugOf(s), out var slug), Slug: slug))
                    .Where(s => s.Found)
                    .ToDictionary(s => s.Source, s => s.Slug, StringComparer.Ordinal)
            ),
            RenderContext.For(settings, site.Look.Theme, article.Language),
            []
        );
    }

    private string? SlugOf(string source) => site.Reports.GetValueOrDefault(source)?.Slug;

    private static string AddressOf(Uri site, string file) =>
        site.AbsoluteUri + Files + string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
}
