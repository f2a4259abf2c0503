namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>The full texts that Publishing stored beside the catalog.</summary>
internal sealed class DigestTexts : IArticleTexts
{
    public Task<ArticleText?> ReadAsync(string slug, CancellationToken cancellationToken) => Task.FromResult<ArticleText?>(null);
}
