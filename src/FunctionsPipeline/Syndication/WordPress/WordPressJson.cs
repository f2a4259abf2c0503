using System.Text.Json.Serialization;

namespace FunctionsPipeline.Syndication.WordPress;

// Only what we send and read of developer.wordpress.org/rest-api/reference/posts/ and .../tags/.

/// <summary>What is null stays as it is.</summary>
internal sealed record NewPost
{
    public string? Title { get; init; }

    public string? Content { get; init; }

    public string? Excerpt { get; init; }

    public IReadOnlyList<long>? Tags { get; init; }

    public string? Slug { get; init; }

    public string? Status { get; init; }
}

internal sealed record Post(long Id, string? Slug, string? Link, RawContent? Content);

internal sealed record RawContent(string? Raw);

internal sealed record NewTag(string Name);

internal sealed record PostTag(long Id, string? Slug);

internal sealed record WordPressError(string? Code, WordPressErrorData? Data);

internal sealed record WordPressErrorData(long? TermId);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(NewPost))]
[JsonSerializable(typeof(Post))]
[JsonSerializable(typeof(Post[]))]
[JsonSerializable(typeof(NewTag))]
[JsonSerializable(typeof(PostTag))]
[JsonSerializable(typeof(PostTag[]))]
[JsonSerializable(typeof(WordPressError))]
internal sealed partial class WordPressJson : JsonSerializerContext;
