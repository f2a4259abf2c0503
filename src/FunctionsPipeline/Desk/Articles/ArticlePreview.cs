using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>What an article would become, by the real reader and renderer; nothing is published.</summary>
public sealed class ArticlePreview(
    IBlobStore store,
    ISiteSettingsSource settings,
    IThemeSource themes,
    TimeProvider time,
    ILogger<ArticlePreview> logger
)
{
    /// <summary>Pictures that are looked for: each costs a storage call.</summary>
    private const int MostPictures = 40;

    /// <summary>The file as it is stored.</summary>
    /// <returns>Null if it is gone, or no text that could be shown.</returns>
    public async Task<PreviewedArticle?> OfFileAsync(string source, CancellationToken cancellationToken)
    {
        var path = new BlobPath(Containers.Articles, source);
        if (
            ArticleName.Classify(source) != DropKind.Article
            || await store.StatAsync(path, cancellationToken) is not { Length: <= ArticleLimits.MaxBytes }
            || await store.ReadAsync(path, cancellationToken) is not { } blob
        )
            return null;
        return await OfTextAsync(source, blob.Content, blob.LastModified, cancellationToken);
    }

    /// <summary>A text that is not stored yet.</summary>
    public async Task<PreviewedArticle> OfTextAsync(
        string source,
        ReadOnlyMemory<byte> text,
        DateTimeOffset modified,
        CancellationToken cancellationToken
    )
    {
        var site = await settings.GetAsync(cancellationToken);
        var reports = new ReportStore(store, logger);
        var known = (await reports.ReadAsync(source, cancellationToken))?.Value;
        var findings = new List<Finding>();
        var reading = ArticlePrinter.Read(
            new ArticleSource(source, text, modified, Slug.TryParse(known?.Slug, out var slug) ? slug : null),
            site,
            time.GetUtcNow(),
            findings
        );
        if (reading.Article is not { } article)
            return new PreviewedArticle(null, null, findings);
        var links = ArticleLinks.Of(article, source, site.Url);
        var images = await ImagesAsync(site, links.Images, cancellationToken);
        var rendered = ArticlePrinter.Render(
            article,
            links,
            new FoundLinks(images, await reports.LiveSlugsAsync(links.Sources, cancellationToken)),
            RenderContext.For(site, await themes.GetAsync(cancellationToken), article.Language),
            findings
        );
        return new PreviewedArticle(
            rendered,
            rendered.Digest.ToDocument(await themes.GetAsync(cancellationToken), site),
            [.. findings.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Line ?? 0)]
        );
    }

    private async Task<Dictionary<string, PublishedImage>> ImagesAsync(
        SiteSettings site,
        IReadOnlyCollection<string> names,
        CancellationToken cancellationToken
    )
    {
        var looked = await Task.WhenAll(
            names
                .Take(MostPictures)
                .Where(name => new BlobPath(Containers.Articles, name).IsAddressable)
                .Select(async name =>
                    (
                        Name: name,
                        Entry: await store.StatAsync(new BlobPath(Containers.Articles, name), cancellationToken)
                    )
                )
        );
        return looked
            .Where(picture => picture.Entry is not null)
            .ToDictionary(
                picture => picture.Name,
                picture => new PublishedImage(
                    new Uri(
                        site.FunctionsUrl,
                        "api/desk/articles/picture?file=" + Uri.EscapeDataString(picture.Name)
                    ).AbsoluteUri
                ),
                StringComparer.Ordinal
            );
    }
}

/// <param name="Rendered">Null for a file with a mistake that keeps it off the site.</param>
/// <param name="Mail">As a whole document; null likewise.</param>
/// <param name="Findings">Errors first.</param>
public sealed record PreviewedArticle(RenderedArticle? Rendered, string? Mail, IReadOnlyList<Finding> Findings);
