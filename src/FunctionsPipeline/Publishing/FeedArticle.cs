using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Publishing;

/// <summary>
/// What an entry of a feed became, ready to be published: <c>state/_sources/&lt;id&gt;/&lt;key&gt;.json</c>. It takes the way
/// of a file in <c>articles</c>, which is staff's and which nothing here writes to.
/// </summary>
/// <param name="Markdown">The article as a person would have written it, with front matter.</param>
/// <param name="IsOld">
/// True if the feed had it before its first read: newsletters and other sites do not take it for new.
/// </param>
public sealed record FeedArticle(string Markdown, CatalogHome Home, bool IsOld = false)
{
    internal static async Task<Drop?> OpenAsync(IBlobStore store, string source, CancellationToken cancellationToken)
    {
        if (
            await store.ReadAsync(SourceBlobs.Of(source), cancellationToken) is not { } blob
            || JsonSerializer.Deserialize(blob.Content.Span, FeedArticleJson.Own.FeedArticle) is not { } article
        )
            return null;
        var text = Encoding.UTF8.GetBytes(article.Markdown);
        return new Drop(
            source,
            text.Length > ArticleLimits.MaxBytes ? null : text,
            text.Length,
            blob.ETag,
            blob.LastModified
        )
        {
            Taken = article,
        };
    }

    /// <summary>The document of one entry.</summary>
    public static JsonDocument<FeedArticle> DocumentOf(IBlobStore store, string source) =>
        new(store, SourceBlobs.Of(source), FeedArticleJson.Own.FeedArticle);
}

[JsonSerializable(typeof(FeedArticle))]
internal sealed partial class FeedArticleJson : JsonSerializerContext
{
    public static FeedArticleJson Own { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
