using System.Globalization;
using FunctionsPipeline.Articles.Outline;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Articles.Page;

/// <summary>Renders an article's page through the template <c>page</c>.</summary>
internal static class ArticlePage
{
    /// <summary>A table of contents helps from here on.</summary>
    private const int LongWords = 900;
    private const int LongHeadings = 3;

    /// <summary>A table of contents of several screens helps no more.</summary>
    private const int MostHeadings = 200;

    /// <param name="body">The article's text, rendered by <see cref="PageBody"/>.</param>
    public static void Render(Article article, string body, RenderContext context, TextWriter output)
    {
        var (settings, strings) = (context.Settings, context.Strings);
        var url = SiteAddress.Of(settings, article.Slug);
        var culture = Cultures.Of(article.Language);
        var image = context.Image;
        var shell = Shell.OnSite(settings, context.Theme, article.Title, article.Language) with
        {
            Kind = "article",
            Description = article.Summary.Length == 0 ? null : article.Summary,
            Canonical = article.Canonical ?? url,
            Feeds = context.Feeds,
            Head = HeadMarkup.Of(article, url, image, settings),
            Policy = PagePolicy.OfArticle(settings),
        };
        context.Theme.Render(
            "page",
            new PageModel
            {
                Shell = shell,
                Strings = strings.All,
                Title = article.Title,
                Url = article.Canonical ?? url,
                MailTo = MailTo(article.Title, article.Canonical ?? url),
                TitleId = article.TitleId,
                Summary = article.SummaryIsWritten ? article.Summary : null,
                Author = article.Author,
                Date = DateText(article.Date, culture),
                DateValue = article.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Updated = article.Updated is { } updated
                    ? strings.Format("updated", ("date", DateText(updated, culture)))
                    : null,
                ReadingTime = strings.Format("reading-time", ("minutes", article.ReadingMinutes)),
                Tags =
                [
                    .. article
                        .Tags.Select(t => Term.From(t))
                        .OfType<Term>()
                        .Select(t => new ShellLink(t.Name, SiteAddress.Of(settings, t.TagPath))),
                ],
                Image = image,
                Contents = Contents(article.Outline),
                Body = body,
                References = article.References,
                Reviewed = Reviewed(article, strings, culture),
                Copy = article.Canonical is { } canonical
                    ? strings.Format("copy-of", ("host", new Uri(canonical).Host))
                    : null,
                CopyUrl = article.Canonical,
            },
            output
        );
    }

    /// <summary>A mail to nobody yet (RFC 6068): the reader's own program asks whom it goes to.</summary>
    private static string MailTo(string title, string url) =>
        $"mailto:?subject={Uri.EscapeDataString(title)}&body={Uri.EscapeDataString(url)}";

    private static List<ContentsEntry>? Contents(ArticleOutline outline)
    {
        if (outline.Words < LongWords)
            return null;
        var entries = new List<ContentsEntry>();
        foreach (var heading in outline.Headings)
        {
            if (heading.Level == 2)
                entries.Add(new ContentsEntry(heading.Text, "#" + heading.Id));
        }
        return entries.Count is >= LongHeadings and <= MostHeadings ? entries : null;
    }

    private static string? Reviewed(Article article, StringTable strings, CultureInfo culture)
    {
        var date = article.LastReviewed is { } day ? day.ToString(Cultures.LongDate(culture), culture) : null;
        return (article.ReviewedBy, date) switch
        {
            ({ } name, { } on) => strings.Format("reviewed-by", ("name", name), ("date", on)),
            ({ } name, null) => strings.Format("reviewed-by-someone", ("name", name)),
            (null, { } on) => strings.Format("reviewed-on", ("date", on)),
            _ => null,
        };
    }

    private static string DateText(DateTimeOffset date, CultureInfo culture) =>
        date.ToString(Cultures.LongDate(culture), culture);
}

/// <summary>What the template <c>page</c> reads.</summary>
internal sealed record PageModel
{
    public required Shell Shell { get; init; }

    public required IReadOnlyDictionary<string, string> Strings { get; init; }

    public required string Title { get; init; }

    /// <summary>What readers hand on: the original's address.</summary>
    public required string Url { get; init; }

    /// <summary><c>mailto:</c> with title and address.</summary>
    public required string MailTo { get; init; }

    /// <summary>Allowed by the page's policy.</summary>
    public string Script { get; init; } = PageScript.Text;

    /// <summary>The address inside the page that the heading had which is the title now; null for none.</summary>
    public string? TitleId { get; init; }

    public string? Summary { get; init; }

    public string? Author { get; init; }

    public required string Date { get; init; }

    /// <summary>For <c>time datetime</c>.</summary>
    public required string DateValue { get; init; }

    public string? Updated { get; init; }

    public required string ReadingTime { get; init; }

    public required IReadOnlyList<ShellLink> Tags { get; init; }

    public CoverImage? Image { get; init; }

    /// <summary>HTML's <c>sizes</c> of <see cref="Image"/>.</summary>
    public string CoverSizes { get; init; } = ShownWidth.Cover;

    /// <summary>Null for a short article.</summary>
    public IReadOnlyList<ContentsEntry>? Contents { get; init; }

    /// <summary>HTML.</summary>
    public required string Body { get; init; }

    public required IReadOnlyList<Reference> References { get; init; }

    public string? Reviewed { get; init; }

    public string? Copy { get; init; }

    public string? CopyUrl { get; init; }
}

internal sealed record ContentsEntry(string Text, string Href);
