using System.Text.Json.Serialization;

namespace FunctionsPipeline.Syndication.WordPress;

// Only what we send and read of developer.wordpress.org/rest-api/reference/posts/.

internal sealed record NewPost(string Title, string Content, string? Slug, string? Status);

internal sealed record Post(long Id, string? Slug, string? Link, RawContent? Content);

internal sealed record RawContent(string? Raw);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(NewPost))]
[JsonSerializable(typeof(Post))]
[JsonSerializable(typeof(Post[]))]
internal sealed partial class WordPressJson : JsonSerializerContext;
