using System.Text.Json.Serialization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Evidence;

namespace FunctionsPipeline.Subscribers;

/// <summary>How this area's small blobs are written, by the conventions of <see cref="JsonBlobs.Options"/>.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EvidenceEvent))]
[JsonSerializable(typeof(Keys.KeyCheck))]
internal sealed partial class SubscriberJson : JsonSerializerContext
{
    private static SubscriberJson? _conventional;

    /// <summary>Built on the shared conventions: enums by camel-case name, letters of any language as they are.</summary>
    public static SubscriberJson Conventional => _conventional ??= new(new System.Text.Json.JsonSerializerOptions(JsonBlobs.Options));
}
