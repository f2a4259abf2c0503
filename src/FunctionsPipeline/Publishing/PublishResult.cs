using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog.Reports;

namespace FunctionsPipeline.Publishing;

/// <summary>What became of a drop.</summary>
/// <param name="Report">
/// Null if there is nothing to answer: a picture, a private folder, a file that is gone and never was an article.
/// </param>
/// <param name="Slug">The article's address; null if it has none.</param>
public sealed record PublishResult(ArticleReport? Report, Slug? Slug)
{
    public static PublishResult Ignored { get; } = new(null, null);
}
