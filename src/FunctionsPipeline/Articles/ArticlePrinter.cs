using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Lint;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Articles;

/// <summary>
/// The way of one article from its bytes to its page and mail, without any storage: between the two steps the caller
/// finds out what the article refers to. There is no other way, so that tests and benchmarks print what is published.
/// </summary>
public static class ArticlePrinter
{
    /// <summary>Reads and lints.</summary>
    /// <param name="now">Decides what depends on the day, e.g. a review date that has passed.</param>
    /// <param name="findings">Gets what both found.</param>
    /// <returns>Without an article if it is rejected.</returns>
    public static ArticleReading Read(
        ArticleSource source,
        SiteSettings settings,
        DateTimeOffset now,
        List<Finding> findings
    )
    {
        var reading = ArticleReader.Read(source, settings);
        findings.AddRange(reading.Findings);
        if (reading.Article is { } article)
            Linter.Check(article, settings, now, findings);
        return reading;
    }

    /// <summary>Gives every address its final form, and renders.</summary>
    /// <param name="links">Of the same article.</param>
    /// <param name="found">What the article refers to, as far as it is there.</param>
    /// <param name="findings">Gets what leads nowhere, and what was left out on the way.</param>
    public static RenderedArticle Render(
        Article article,
        ArticleLinks links,
        FoundLinks found,
        RenderContext context,
        List<Finding> findings
    )
    {
        var cover = links.Resolve(found.Images, found.Sources, findings, found.Unfit);
        var rendered = RenderedArticle.Render(article, context with { Image = cover });
        findings.AddRange(rendered.Findings);
        return rendered;
    }
}

/// <summary>What an article refers to, as far as it is there.</summary>
/// <param name="Images">Blob name to what was published.</param>
/// <param name="Sources">Blob name to the slug of its article.</param>
/// <param name="Unfit">Blob name to why it is not shown although it is there; null for none.</param>
public sealed record FoundLinks(
    IReadOnlyDictionary<string, PublishedImage> Images,
    IReadOnlyDictionary<string, Slug> Sources,
    IReadOnlyDictionary<string, Finding>? Unfit = null
);
