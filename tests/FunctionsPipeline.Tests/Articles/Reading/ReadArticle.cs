using System.Text;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Lint;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>One article, read and rendered as it would be published.</summary>
internal sealed class ReadArticle
{
    private static readonly SiteSettings Settings = new() { Url = new Uri("https://clinic.example/") };

    private static readonly Theme Plain = Theme.From(
        new Dictionary<string, string>(StringComparer.Ordinal),
        Settings.Brand
    );

    private ReadArticle(ArticleReading reading)
    {
        Reading = reading;
        Findings = [.. reading.Findings];
        if (reading.Article is not { } article)
            return;
        Linter.Check(article, Settings, new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero), Findings);
        ArticleLinks
            .Of(article, "article.md", Settings.Url)
            .Resolve(
                new Dictionary<string, PublishedImage>(StringComparer.Ordinal),
                new Dictionary<string, FunctionsPipeline.Articles.Slug>(StringComparer.Ordinal),
                []
            );
        var rendered = RenderedArticle.Render(article, RenderContext.For(Settings, Plain, article.Language));
        (Page, Content) = (Encoding.UTF8.GetString(rendered.Page.Span), rendered.Content.ToString());
        (Mail, Text) = (rendered.Digest.FullHtml.ToString(), rendered.Digest.FullText.ToString());
    }

    public ArticleReading Reading { get; }

    public List<Finding> Findings { get; }

    public Article Article =>
        Reading.Article ?? throw new InvalidOperationException(string.Join("; ", Findings.Select(f => f.Message)));

    /// <summary>
    /// The page, the text for feeds, and the mail as HTML and as plain text; empty if the article was rejected.
    /// </summary>
    public string Page { get; } = "";

    public string Content { get; } = "";

    public string Mail { get; } = "";

    public string Text { get; } = "";

    /// <summary>Would readers see it now?</summary>
    public bool IsLive => Reading.Article is { Draft: false };

    public IEnumerable<Finding> Errors => Findings.Where(f => f.Severity == Severity.Error);

    public static ReadArticle From(string text, string name = "article.md") =>
        new(
            ArticleReader.Read(
                new ArticleSource(
                    name,
                    Encoding.UTF8.GetBytes(text),
                    new DateTimeOffset(2026, 3, 1, 18, 0, 0, TimeSpan.Zero)
                ),
                Settings
            )
        );
}
