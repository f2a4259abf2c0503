using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Housekeeping;
using FunctionsPipeline.Subscribers.Import;

namespace FunctionsPipeline.Subscribers;

/// <summary>How this area's small blobs are written, by the conventions of <see cref="JsonBlobs.Options"/>.</summary>
[JsonSerializable(typeof(EvidenceEvent))]
[JsonSerializable(typeof(EvidenceFile))]
[JsonSerializable(typeof(ImportedFile))]
[JsonSerializable(typeof(ImportedRow))]
[JsonSerializable(typeof(ImportOrder))]
[JsonSerializable(typeof(ImportProgress))]
[JsonSerializable(typeof(ImportMessage))]
[JsonSerializable(typeof(DailyCounts))]
[JsonSerializable(typeof(KeepingProgress))]
[JsonSerializable(typeof(Keys.KeyCheck))]
public sealed partial class SubscriberJson : JsonSerializerContext
{
    /// <summary>Indented, for blobs that people read.</summary>
    public static SubscriberJson Conventional { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));

    /// <summary>On one line.</summary>
    public static SubscriberJson Compact { get; } =
        new(new JsonSerializerOptions(JsonBlobs.Options) { WriteIndented = false });
}
