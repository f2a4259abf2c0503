using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication.Copies;

namespace FunctionsPipeline.Syndication;

[JsonSerializable(typeof(CopyRecord))]
[JsonSerializable(typeof(TargetRecord))]
[JsonSerializable(typeof(WebSub.PingedFeeds))]
[JsonSerializable(typeof(SyndicationRequest))]
internal sealed partial class SyndicationJson : JsonSerializerContext
{
    public static SyndicationJson Readable { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));

    public static SyndicationJson Compact { get; } =
        new(new JsonSerializerOptions(JsonBlobs.Options) { WriteIndented = false });
}
