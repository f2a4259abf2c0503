using FunctionsPipeline.Newsletters.Composing;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>Issues of teasers only.</summary>
internal sealed class NoFullTexts : IArticleTexts
{
    public Task<ArticleText?> ReadAsync(string slug, CancellationToken cancellationToken) =>
        Task.FromResult<ArticleText?>(null);
}
