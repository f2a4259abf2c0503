using System.Text.Json.Serialization;

namespace FunctionsPipeline.Syndication.Mastodon;

// Only what we send and read of https://docs.joinmastodon.org/entities/.

internal sealed record NewStatus(
    [property: JsonPropertyName("status")] string Text,
    string? Language,
    string? Visibility
);

internal sealed record Status(string? Id, string? Url, string? Content, DateTimeOffset? CreatedAt);

internal sealed record Account(string? Id, string? Acct = null);

internal sealed record InstanceInfo(InstanceConfiguration? Configuration);

internal sealed record InstanceConfiguration(StatusLimits? Statuses);

internal sealed record StatusLimits(int? MaxCharacters, int? CharactersReservedPerUrl);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(NewStatus))]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(Status[]))]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(InstanceInfo))]
internal sealed partial class MastodonJson : JsonSerializerContext;
