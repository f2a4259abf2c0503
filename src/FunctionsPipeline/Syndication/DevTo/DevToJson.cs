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

/// <summary>Changes nothing but whether people see it.</summary>
internal sealed record ForemVisibility(ForemVisible Article);

internal sealed record ForemVisible(bool Published);

internal sealed record ForemArticle(long Id, string? Url, string? CanonicalUrl);

internal sealed record ForemError(string? Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NewForemPost))]
[JsonSerializable(typeof(ForemVisibility))]
[JsonSerializable(typeof(ForemArticle))]
[JsonSerializable(typeof(ForemArticle[]))]
[JsonSerializable(typeof(ForemError))]
internal sealed partial class DevToJson : JsonSerializerContext;
