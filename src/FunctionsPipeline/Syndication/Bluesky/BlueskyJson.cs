using System.Text.Json.Serialization;

namespace FunctionsPipeline.Syndication.Bluesky;

// Only what we send and read of the lexicons com.atproto.server.createSession, com.atproto.repo.putRecord,
// com.atproto.repo.deleteRecord, app.bsky.feed.post.

internal sealed record SignIn(string Identifier, string Password);

internal sealed record Session(string? Did, string? AccessJwt);

internal sealed record PutRecord(string Repo, string Collection, string Rkey, PostRecord Record);

internal sealed record DeleteRecord(string Repo, string Collection, string Rkey);

internal sealed record RecordRef(string? Uri);

internal sealed record BlueskyError(string? Error);

internal sealed record PostRecord
{
    [JsonPropertyName("$type")]
    public string Type => "app.bsky.feed.post";

    public required string Text { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required IReadOnlyList<string> Langs { get; init; }

    public required IReadOnlyList<Facet> Facets { get; init; }

    public required ExternalEmbed Embed { get; init; }
}

internal sealed record Facet(ByteSlice Index, IReadOnlyList<LinkFeature> Features);

internal sealed record ByteSlice(int ByteStart, int ByteEnd);

internal sealed record LinkFeature(string Uri)
{
    [JsonPropertyName("$type")]
    public string Type => "app.bsky.richtext.facet#link";
}

internal sealed record ExternalEmbed(External External)
{
    [JsonPropertyName("$type")]
    public string Type => "app.bsky.embed.external";
}

internal sealed record External(string Uri, string Title, string Description);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SignIn))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(PutRecord))]
[JsonSerializable(typeof(DeleteRecord))]
[JsonSerializable(typeof(RecordRef))]
[JsonSerializable(typeof(BlueskyError))]
internal sealed partial class BlueskyJson : JsonSerializerContext;
