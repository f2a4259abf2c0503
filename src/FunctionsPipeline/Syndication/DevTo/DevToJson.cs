using System.Text.Json.Serialization;

namespace FunctionsPipeline.Syndication.DevTo;

// Only what we send and read of developers.forem.com/api/v1.

internal sealed record NewForemPost(NewForemArticle Article);

internal sealed record NewForemArticle(
    string Title,
    string BodyMarkdown,
    bool Published,
    string CanonicalUrl,
    string Description,
    IReadOnlyList<string> Tags
);

internal sealed record ForemArticle(long Id, string? Url, string? CanonicalUrl);

internal sealed record ForemError(string? Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NewForemPost))]
[JsonSerializable(typeof(ForemArticle))]
[JsonSerializable(typeof(ForemArticle[]))]
[JsonSerializable(typeof(ForemError))]
internal sealed partial class DevToJson : JsonSerializerContext;
