using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>What an article would become, by the real reader and renderer; nothing is published.</summary>
/// <remarks>Pictures are not opened: their measures, which the published page has, are missing.</remarks>
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

    private readonly Drops _drops = new(store, logger);
    private readonly ReportStore _reports = new(store, logger);

    /// <summary>The file as it is stored.</summary>
    /// <param name="pictures">Where a picture is shown from; null for the desk's own address.</param>
    /// <returns>Null if it is gone, or no text that could be shown.</returns>
    public async Task<PreviewedArticle?> OfFileAsync(
        string source,
        Func<string, Uri>? pictures,
        CancellationToken cancellationToken
    ) =>
        ArticleName.Classify(source) == DropKind.Article
        && await _drops.OpenAsync(source, cancellationToken) is { } drop
            ? await OfAsync(drop, pictures, cancellationToken)
            : null;

    /// <summary>Whether the stored article shows this file as a picture. Renders nothing.</summary>
    public async Task<bool> ShowsAsync(string source, string file, CancellationToken cancellationToken)
    {
        if (await _drops.OpenAsync(source, cancellationToken) is not { } drop)
            return false;
        var site = await settings.GetAsync(cancellationToken);
        var reading = _drops.Read(drop, ArticleName.Classify(source), site, time.GetUtcNow(), []);
        return reading.Article is { } article
            && ArticleLinks
                .Of(article, source, site.Url)
                .Images.Any(image => image == file || Composed.Apart(image) == file);
    }

    /// <summary>A text that is not stored yet.</summary>
    public Task<PreviewedArticle> OfTextAsync(
        string source,
        ReadOnlyMemory<byte> text,
        CancellationToken cancellationToken
    ) => OfAsync(new Drop(source, text, text.Length, ETag: "", time.GetUtcNow()), null, cancellationToken);

    private async Task<PreviewedArticle> OfAsync(
        Drop drop,
        Func<string, Uri>? pictures,
        CancellationToken cancellationToken
    )
    {
        var site = await settings.GetAsync(cancellationToken);
        var known = (await _reports.ReadAsync(drop.Source, cancellationToken))?.Value;
        var findings = new List<Finding>();
        var kind = ArticleName.Classify(drop.Source);
        var reading = _drops.Read(
            drop with
            {
                Address = Slug.TryParse(known?.Slug, out var slug) ? slug : null,
            },
            kind,
            site,
            time.GetUtcNow(),
            findings
        );
        if (reading.Article is not { } article)
        {
            _drops.ReadBelow(drop, kind, site, time.GetUtcNow(), findings);
            return new PreviewedArticle(null, null, FindingOrder.Of(findings));
        }
        var links = ArticleLinks.Of(article, drop.Source, site.Url);
        var theme = await themes.GetAsync(cancellationToken);
        var rendered = ArticlePrinter.Render(
            article,
            links,
            new FoundLinks(
                await ImagesAsync(pictures ?? (file => AtDesk(site, file)), links.Images, cancellationToken),
                await _reports.LiveSlugsAsync(links.Sources, cancellationToken)
            ),
            RenderContext.For(site, theme, article.Language),
            findings
        );
        return new PreviewedArticle(rendered, rendered.Digest.ToDocument(theme, site), FindingOrder.Of(findings));
    }

    /// <summary>A picture is not published before its article is.</summary>
    private static Uri AtDesk(SiteSettings site, string file) =>
        new(site.FunctionsUrl, "api/desk/articles/picture?file=" + Uri.EscapeDataString(file));

    private async Task<Dictionary<string, PublishedImage>> ImagesAsync(
        Func<string, Uri> address,
        IReadOnlyCollection<string> names,
        CancellationToken cancellationToken
    ) =>
        (await FilesBeside.FindAsync(store, names.Take(MostPictures), cancellationToken)).ToDictionary(
            picture => picture.Key,
            picture => new PublishedImage(address(picture.Value).AbsoluteUri),
            StringComparer.Ordinal
        );
}

/// <param name="Rendered">Null for a file with a mistake that keeps it off the site.</param>
/// <param name="Mail">As a whole document; null likewise.</param>
/// <param name="Findings">Errors first.</param>
public sealed record PreviewedArticle(RenderedArticle? Rendered, string? Mail, IReadOnlyList<Finding> Findings);
