using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Constructs.Links;
using FunctionsPipeline.Articles.Images;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Publishing;

/// <summary>One article on its way.</summary>
/// <param name="Entry">What the catalog holds under its slug.</param>
/// <param name="Former">What it holds under the slug that the source had before, if that was another one.</param>
/// <param name="Findings">Grows on the way.</param>
internal sealed record PublishContext(
    Drop Drop,
    ArticleReading Reading,
    Article Article,
    SiteSettings Settings,
    ITheme Theme,
    Stored<CatalogEntry>? Entry,
    Stored<CatalogEntry>? Former,
    List<Finding> Findings
)
{
    public string Source => Drop.Source;

    /// <summary>The entry under its slug, if this source wrote it.</summary>
    public CatalogEntry? Own => Entry?.Value.Source == Source ? Entry.Value : null;

    /// <summary>What the article was, under whichever slug.</summary>
    private CatalogEntry? Before => Own ?? Former?.Value;

    public CatalogEntry ToEntry(CatalogStatus status, DateTimeOffset now, CoverImage? cover = null)
    {
        var (url, forms) = Picture(cover);
        return new()
        {
            Slug = Article.Slug.Value,
            Title = Article.Title,
            Summary = Article.Summary,
            Status = status,
            Date = Article.Date,
            Updated = Article.Updated,
            FirstPublished = Before?.FirstPublished ?? (status == CatalogStatus.Published ? now : null),
            FromArchive = Before is { FirstPublished: not null } before
                ? before.FromArchive
                : status == CatalogStatus.Published
                    && (Drop.Taken?.IsOld == true || Arrival.IsFromArchive(Article, now)),
            PublishAt = status == CatalogStatus.Scheduled ? Article.LiveFrom : Article.PublishAt,
            Tags = Article.Tags,
            Author = Article.Author,
            Language = Article.Language,
            Image = url,
            ImageAlt = cover?.Alt ?? Article.ImageAlt,
            MailImage = forms?.Mail?.Url,
            Thumbnail = forms?.Thumbnail,
            Canonical = Article.Canonical,
            Home = Drop.Taken?.Home,
            Aliases = Before?.Aliases ?? [],
            Newsletter = Article.Newsletter,
            Words = Article.Words,
            ReviewedBy = Article.ReviewedBy,
            LastReviewed = Article.LastReviewed,
            ReviewBy = Article.ReviewBy,
            TargetTexts = Article.TargetTexts,
            Source = Source,
            SourceETag = Drop.ETag,
            PageHash = Before?.PageHash ?? "",
            ThemeVersion = Theme.Version,
        };
    }

    /// <summary>The article's picture: its cover, one elsewhere, or the first in its text.</summary>
    private (string? Url, ImageForms? Forms) Picture(CoverImage? cover)
    {
        if (cover is not null)
            return (cover.Url, cover.Forms);
        if (SafeUrl.Web(Article.Image) is { } elsewhere)
            return (elsewhere, null);
        var first = Article.Outline.Images.FirstOrDefault(i =>
            i.Node.Url is { Length: > 0 } url && Media.Read(url) is null
        );
        return first is null ? (null, null) : (first.Node.Url, ImageForms.Of(first.Node));
    }

    public ArticleReport ToReport(CatalogEntry entry, ArticleReport? held) =>
        new()
        {
            Source = Source,
            SourceETag = Drop.ETag,
            Status = entry.Status switch
            {
                CatalogStatus.Published => ReportStatus.Published,
                CatalogStatus.Scheduled => ReportStatus.Scheduled,
                _ => ReportStatus.Draft,
            },
            Title = entry.Title,
            Slug = entry.Slug,
            Link = entry.Status == CatalogStatus.Published ? SiteAddress.Of(Settings, entry.Path) : null,
            PublishAt = entry.PublishAt,
            Words = entry.Words,
            Inferred = Reading.Inferred,
            Findings = FindingOrder.Of([
                // No one here can fix what others wrote.
                .. Drop.Taken is null ? Findings : Findings.Select(f => f with { Severity = Severity.Note }),
                .. Theme.Findings.Select(f => f with { Severity = Severity.Warning }),
            ]),
            ExplicitMarkdown = Reading.ExplicitMarkdown,
            Copies = held?.Copies ?? [],
        };
}
