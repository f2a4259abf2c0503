using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Standalone.Blobs;

/// <summary>
/// A message of the internal queue: blobs that a function is to run for. Several blobs share a message while a drop is
/// large, because a queue's calls cost more than anything else that the host does.
/// </summary>
/// <param name="Tries">How often its blobs have failed under earlier messages.</param>
internal sealed record BlobWork(string FunctionId, IReadOnlyList<BlobVersion> Blobs, int Tries = 0)
{
    // Names in plain UTF-8: escaping could triple a message's size, and nobody shows it as HTML.
    private static readonly BlobJson Json = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public string ToJson() => JsonSerializer.Serialize(this, Json.BlobWork);

    /// <summary>Null: it is no such message.</summary>
    public static BlobWork? FromJson(BinaryData json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Json.BlobWork) is { FunctionId: not null, Blobs: not null } work ? work : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string ToPoisonJson(string functionId, BlobVersion blob) => JsonSerializer.Serialize(
        new PoisonBlob(functionId, blob.BlobType, blob.ContainerName, blob.BlobName, $"\"{blob.ETag}\""), Json.PoisonBlob);
}

/// <param name="ETag">Without quotation marks.</param>
/// <param name="SeenAt">When a listing or an event showed this version.</param>
internal sealed record BlobVersion(string BlobType, string ContainerName, string BlobName, string ETag, DateTimeOffset SeenAt);

/// <summary>What the real host puts on the poison queue.</summary>
internal sealed record PoisonBlob(string FunctionId, string BlobType, string ContainerName, string BlobName, string ETag);

[JsonSerializable(typeof(BlobWork))]
[JsonSerializable(typeof(PoisonBlob))]
internal sealed partial class BlobJson : JsonSerializerContext;
