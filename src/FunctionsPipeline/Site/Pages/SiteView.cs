using System.Globalization;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Outline;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Site.Pages;

/// <summary>
/// What every index page is made with: one consistent set of settings, theme and words for a whole rebuild.
/// </summary>
internal sealed class SiteView
{
    private static readonly string IndexCss =
        $"<style>{BuiltInTemplates.Compact(Embedded.Text("Site/Pages/index.css"))}</style>\n";

    public SiteView(SiteSettings settings, ITheme theme)
    {
        (Settings, Theme) = (settings, theme);
        Strings = StringTable.Load("site", settings.Language);
    }

    public SiteSettings Settings { get; }

    public ITheme Theme { get; }

    public StringTable Strings { get; }

    public string Url(string path) => SiteAddresses.Absolute(Settings, path);

    /// <summary>The frame of one page.</summary>
    /// <param name="path">From the site's root; null for pages without a lasting address.</param>
    /// <param name="feedFolder">Of the page's own feeds; null for the site's only.</param>
    public Shell Frame(
        string? title,
        string? path,
        string? description = null,
        bool noIndex = false,
        string? feedFolder = null
    )
    {
        var feeds = SiteAddresses.FeedsOf(Settings);
        if (feedFolder is not null)
            feeds = [.. SiteAddresses.FeedsOf(Settings, feedFolder, $"{title} · {Settings.Name}"), .. feeds];
        return Shell.OnSite(Settings, Theme, title) with
        {
            Kind = "index",
            Description = description,
            Canonical = path is null ? null : Url(path),
            NoIndex = noIndex,
            Feeds = feeds,
            Head = IndexCss,
        };
    }

    public string Render(string template, object model)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Theme.Render(template, model, text);
        return text.ToString();
    }

    public ArticleCard Card(ListedArticle article)
    {
        var author = Term.From(article.Author);
        return new ArticleCard
        {
            Title = article.Title,
            Url = Url(article.Path),
            Summary = article.Summary,
            Lang = article.Language == Settings.Language ? null : article.Language,
            Date = TimeZoneInfo
                .ConvertTime(article.Date, Settings.TimeZone)
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateText = DateText.Day(article.Date, Settings.TimeZone, Settings.Language),
            Author = author?.Name,
            AuthorUrl = author is { } known ? Url(known.AuthorPath) : null,
            ReadingTime = Strings.Format("reading-time", ("minutes", WordCount.Minutes(article.Words))),
            Tags =
            [
                .. article
                    .Tags.Select(t => Term.From(t))
                    .OfType<Term>()
                    .DistinctBy(t => t.Slug, StringComparer.Ordinal)
                    .Select(t => new PageLink(t.Name, Url(t.TagPath))),
            ],
            Image = SafeUrl.Picture(Settings.Url, article.Thumbnail ?? article.Image),
        };
    }

    public string Articles(int count) => Strings.Count("articles", count);
}

/// <summary>One article in a list, ready to show.</summary>
internal sealed record ArticleCard
{
    public required string Title { get; init; }

    public required string Url { get; init; }

    public required string Summary { get; init; }

    /// <summary>Null if it is the page's own language.</summary>
    public string? Lang { get; init; }

    /// <summary>HTML's <c>dir</c> of that language; null with it.</summary>
    public string? Dir => Lang is null ? null : Cultures.Direction(Lang);

    public required string Date { get; init; }

    public required string DateText { get; init; }

    public string? Author { get; init; }

    public string? AuthorUrl { get; init; }

    public required string ReadingTime { get; init; }

    public IReadOnlyList<PageLink> Tags { get; init; } = [];

    public string? Image { get; init; }
}

/// <param name="Note">Beside the link, e.g. how many; null for none.</param>
internal sealed record PageLink(string Text, string Href, string? Note = null);
