using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>The full texts that Publishing stored beside the catalog.</summary>
internal sealed class DigestTexts(IBlobStore store) : IArticleTexts
{
    public async Task<ArticleText?> ReadAsync(string slug, CancellationToken cancellationToken)
    {
        if (
            !Slug.TryParse(slug, out var name)
            || await store.ReadJsonAsync(CatalogBlobs.Digest(name), CatalogJson.Digest, cancellationToken)
                is not { Value: var digest }
        )
            return null;
        // In an issue the newsletter's name is the one heading of the first level.
        var html = digest
            .FullHtml.ToString()
            .Replace("<h1 ", "<h2 ", StringComparison.Ordinal)
            .Replace("</h1>", "</h2>", StringComparison.Ordinal);
        return new ArticleText(html, digest.FullText.ToString());
    }
}
