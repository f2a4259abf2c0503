using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Preview;

/// <param name="Address">Of the page that lists the articles.</param>
internal sealed record PreviewStarted(Uri Address);

[JsonSerializable(typeof(PreviewStarted))]
internal sealed partial class PreviewJson : JsonSerializerContext
{
    public static PreviewJson Readable { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
